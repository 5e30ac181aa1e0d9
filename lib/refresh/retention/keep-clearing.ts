import type { Engine } from '../run/engine.ts';
import { oneAtATime } from '../worker/one-at-a-time.ts';
import { clearHistory } from './clear-history.ts';

const minute = 60_000;

/** Clears history a few minutes after a worker's start, when it has better things to do, and each hour from then on. */
export function keepClearing(
  engine: Pick<Engine, 'environment' | 'registry' | 'log'>,
  { firstMs = 5 * minute, everyMs = 60 * minute } = {},
): { stop: () => Promise<void> } {
  const stop = new AbortController();
  const clear = oneAtATime(
    async () => {
      await clearHistory(engine, { stop: stop.signal });
    },
    (error) => engine.log(`History could not be cleared: ${String(error)}`),
  );
  const first = setTimeout(clear, firstMs);
  const timer = setInterval(clear, everyMs);
  return {
    stop: async () => {
      clearTimeout(first);
      clearInterval(timer);
      stop.abort();
      await clear.settled();
    },
  };
}
