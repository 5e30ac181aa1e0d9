import { bytesOf } from './bytes.ts';
import { type Flight, startFlight } from './flight.ts';

/** Answers by keys that hold everything they depend on (`cache-key.ts`): kept while there is room, never aged. */
export type EpochCache = {
  /** The kept answer, or what `find` finds: once for all who ask meanwhile, and cancelled when all of them have left. */
  get<T>(key: string, find: (signal: AbortSignal) => Promise<T>, options?: GetOptions): Promise<Got<T>>;
  size(): { bytes: number; answers: number };
};

export type GetOptions = {
  /** Aborts when this one does not wait any more. */
  signal?: AbortSignal;
  /** False for what is large and soon in another form: it is found once for all who ask meanwhile, and let go. */
  keep?: boolean;
  /** Finds by itself, so that nobody who is in a hurry waits for something that is not. */
  apart?: boolean;
};

export type Got<T> = { value: T; cached: boolean };

/** An answer larger than this part of the room would push out too many others. */
const largestPart = 1 / 8;

/** Keeps the answers used last, up to a total of bytes over all kinds of them. */
export function epochCache(mostBytes: number): EpochCache {
  const kept = new Map<string, { value: unknown; bytes: number }>();
  const flights = new Map<string, Flight<unknown>>();
  let total = 0;

  function keepIn(key: string, value: unknown): void {
    const bytes = 100 + key.length + bytesOf(value);
    if (bytes > mostBytes * largestPart || kept.has(key)) return;
    kept.set(key, { value, bytes });
    total += bytes;
    for (const [oldest, entry] of kept) {
      if (total <= mostBytes) break;
      kept.delete(oldest);
      total -= entry.bytes;
    }
  }

  function flightTo(
    key: string,
    find: (signal: AbortSignal) => Promise<unknown>,
    options: GetOptions,
  ): Flight<unknown> {
    const { keep = true, apart = false } = options;
    const name = apart ? `apart ${key}` : key;
    const known = flights.get(name);
    if (known?.isAlive()) return known;
    const flight = startFlight(find);
    flights.set(name, flight);
    const landed = () => {
      if (flights.get(name) === flight) flights.delete(name);
    };
    flight.found.then((value) => {
      if (keep) keepIn(key, value);
      landed();
    }, landed);
    return flight;
  }

  return {
    async get<T>(key: string, find: (signal: AbortSignal) => Promise<T>, options: GetOptions = {}): Promise<Got<T>> {
      const known = kept.get(key);
      if (known) {
        // A Map lists its keys by insertion: what is used again goes to the end.
        kept.delete(key);
        kept.set(key, known);
        // The first word of a key names the kind of answer, so one key has answers of one type.
        return { value: known.value as T, cached: true };
      }
      return { value: (await flightTo(key, find, options).join(options.signal)) as T, cached: false };
    },
    size: () => ({ bytes: total, answers: kept.size }),
  };
}
