import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';

/** How long after a change those who wait hear of it at most. */
const beatMs = 500;

type Watch = { run: string; state: string; changed: () => void };

/**
 * Tells many who wait when a run leaves a state, with one short query a beat for all of them together: nobody holds a
 * connection while waiting.
 */
export class RunWatch {
  readonly #store: ControlStore;
  readonly #watches = new Set<Watch>();
  #timer: NodeJS.Timeout | null = null;

  constructor(store: ControlStore) {
    this.#store = store;
  }

  /** Ends when the run is no longer in the state, when the time is over, or when one of the signals says so. */
  async leaves(run: string, state: string, milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
    if (milliseconds <= 0 || signals.some((signal) => signal.aborted)) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(limit);
        for (const signal of signals) signal.removeEventListener('abort', end);
        this.#watches.delete(watch);
        resolve();
      };
      const watch: Watch = { run, state, changed: end };
      const limit = setTimeout(end, milliseconds);
      for (const signal of signals) signal.addEventListener('abort', end);
      this.#watches.add(watch);
      this.#timer ??= setTimeout(() => void this.#look(), beatMs);
    });
  }

  get waiting(): number {
    return this.#watches.size;
  }

  async #look(): Promise<void> {
    const runs = [...new Set([...this.#watches].map((watch) => watch.run))];
    if (runs.length > 0) {
      // A store that is away for a moment says nothing of the runs; those who wait go on until their time is over.
      const states = await statesOf(this.#store, runs).catch(() => null);
      for (const watch of states ? [...this.#watches] : []) {
        const now = states?.get(watch.run);
        if (now !== undefined && now !== watch.state) watch.changed();
      }
    }
    this.#timer = this.#watches.size > 0 ? setTimeout(() => void this.#look(), beatMs) : null;
  }
}

async function statesOf(store: ControlStore, runs: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; state: string }>`
    select id::text as id, state from summa_control.run where id = any(${runs}::bigint[])`.execute(store);
  return new Map(rows.map((row) => [row.id, row.state]));
}

const watches = new WeakMap<ControlStore, RunWatch>();

/** The watch of a store: one per process. */
export function runWatch(store: ControlStore): RunWatch {
  const watch = watches.get(store) ?? new RunWatch(store);
  watches.set(store, watch);
  return watch;
}
