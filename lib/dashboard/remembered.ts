/** Answers that never change, kept by a key that holds everything they depend on. */
export type Remembered<T> = {
  /** The kept answer, or `find`'s. Whoever asks while it is being found waits for the same one; a failure is not kept. */
  get(key: string, find: () => Promise<T>): Promise<T>;
};

/** Keeps the answers used last, up to a total size. */
export function remembered<T>(most: number, sizeOf: (value: T) => number = () => 1): Remembered<T> {
  const kept = new Map<string, { answer: Promise<T>; size: number }>();
  let total = 0;
  const forget = (key: string) => {
    total -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    get(key, find) {
      const known = kept.get(key);
      if (known) {
        // A Map lists its keys by insertion: what is used again goes to the end.
        kept.delete(key);
        kept.set(key, known);
        return known.answer;
      }
      const entry = { answer: find(), size: 1 };
      kept.set(key, entry);
      total += 1;
      entry.answer.then(
        (value) => {
          if (kept.get(key) !== entry) return;
          total += sizeOf(value) - entry.size;
          entry.size = sizeOf(value);
          for (const oldest of kept.keys()) {
            if (total <= most) break;
            forget(oldest);
          }
        },
        () => {
          if (kept.get(key) === entry) forget(key);
        },
      );
      return entry.answer;
    },
  };
}
