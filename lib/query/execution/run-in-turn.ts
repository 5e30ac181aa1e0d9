import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Compiled } from '#lib/warehouse/dialect.ts';
import type { Cell } from '../result.ts';
import { isServerFull, tooBusy, tooMany } from './busy.ts';
import { longestWaitMs, mostStatements, mostWaiting, mostWaitingOfOne } from './limits.ts';
import { runStatement } from './run-statement.ts';
import { type Slots, slots } from './slots.ts';

// Next loads a module once per bundle layer, and each would let its own number of statements run.
const shared = globalThis as { summaSlots?: WeakMap<pg.Pool, Slots> };

/** The turns of a pool. */
export function slotsOf(pool: pg.Pool): Slots {
  shared.summaSlots ??= new WeakMap();
  const known = shared.summaSlots.get(pool) ?? slots(mostStatements, longestWaitMs);
  shared.summaSlots.set(pool, known);
  return known;
}

/** Whose statement it is: which load's, which person's, and whether nobody waits for it yet. */
export type InTurn = { load: string; owner: string; later: boolean };

/** Refuses a load that would wait long behind others. Those whose answers are kept are never refused. */
export function admit(pool: pg.Pool, owner: string): void {
  const all = slotsOf(pool);
  if (all.waiting(owner) >= mostWaitingOfOne) throw tooMany(5);
  if (all.waiting() >= mostWaiting) throw tooBusy(5);
}

/**
 * Runs a statement when it is its load's turn. A server that has no connection left is asked again when another statement
 * of this process has ended, or a little later: for whoever waits it is one queue.
 */
export async function runInTurn(
  pool: pg.Pool,
  compiled: Compiled,
  whose: InTurn,
  signal: AbortSignal,
): Promise<{ rows: Cell[][]; milliseconds: number }> {
  const until = performance.now() + longestWaitMs;
  for (let pause = 50; ; pause = Math.min(2 * pause, 1_000)) {
    const turn = await slotsOf(pool).take({ ...whose, signal });
    const started = performance.now();
    try {
      const rows = await runStatement(pool, compiled, signal);
      return { rows, milliseconds: Math.round(performance.now() - started) };
    } catch (error) {
      if (signal.aborted || !isServerFull(error)) throw error;
      if (performance.now() > until) throw tooBusy(5, error);
      turn.refused();
    } finally {
      turn.end();
    }
    await sleep(pause);
    signal.throwIfAborted();
  }
}
