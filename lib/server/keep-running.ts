import { setTimeout as delay } from 'node:timers/promises';

/** Something that runs until it ends or is stopped. */
export type Running = { gone: Promise<string>; stop(): Promise<void> };

/** Something that is started again whenever it ends. */
export type Kept = {
  /** Ends it so that it starts again, with what it now finds on disk. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export type KeepOptions = {
  name: string;
  start: () => Promise<Running>;
  log: (line: string) => void;
  /** The first pause; it doubles at each quick death, up to `longest`. */
  shortest?: number;
  longest?: number;
  /** Having run this long counts as healthy again. */
  healthyAfter?: number;
};

/**
 * Starts something and keeps it running: what dies is started again, with pauses that grow while it dies quickly.
 * Throws when the very first start fails, because then the reason is a mistake and not an accident.
 */
export async function keepRunning(options: KeepOptions): Promise<Kept> {
  const { name, start, log, shortest = 250, longest = 15_000, healthyAfter = 30_000 } = options;
  const stopping = new AbortController();
  let current = await start();
  const loop = (async () => {
    let pause = shortest;
    let since = Date.now();
    for (;;) {
      const why = await current.gone;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > healthyAfter) pause = shortest;
      for (;;) {
        log(`${name} ended (${why}); starting it again in ${pause / 1000} s`);
        await delay(pause, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        pause = Math.min(pause * 2, longest);
        since = Date.now();
        try {
          current = await start();
          break;
        } catch (error) {
          log(`${name} did not start: ${(error as Error).message}`);
        }
        if (stopping.signal.aborted) return;
      }
      log(`${name} runs again`);
      // Stopped while it started: the stop below has waited for this loop and stops this one too.
      if (stopping.signal.aborted) return;
    }
  })();
  let stopped: Promise<void> | undefined;
  return {
    restart: () => current.stop(),
    stop() {
      stopped ??= (async () => {
        stopping.abort();
        const first = current;
        await first.stop();
        await loop;
        if (current !== first) await current.stop();
      })();
      return stopped;
    },
  };
}
