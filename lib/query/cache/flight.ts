/** Something that is being found for everybody who waits for it. */
export type Flight<T> = {
  /** What is found, for who never leaves. */
  readonly found: Promise<T>;
  /** Waits for it until `signal` says that this one has left; then rejects with the signal's reason. */
  join(signal?: AbortSignal): Promise<T>;
  /** False once everybody has left: who comes now must start anew. */
  isAlive(): boolean;
};

/** Starts finding something. When the last who waits has left, the signal given to `find` aborts. */
export function startFlight<T>(find: (signal: AbortSignal) => Promise<T>): Flight<T> {
  const everybodyGone = new AbortController();
  let waiting = 0;
  const found = find(everybodyGone.signal);
  // Whoever waits is told by `join`; a failure after all have left is nobody's.
  found.catch(() => {});
  return {
    found,
    isAlive: () => !everybodyGone.signal.aborted,
    async join(signal) {
      signal?.throwIfAborted();
      waiting += 1;
      if (!signal) return found;
      let leave: () => void = () => {};
      const left = new Promise<never>((_, reject) => {
        leave = () => {
          waiting -= 1;
          if (waiting === 0) everybodyGone.abort(signal.reason);
          reject(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
      });
      try {
        return await Promise.race([found, left]);
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}
