import type pg from 'pg';
import { addWindow, type WindowRows } from '#lib/demo/shop-window.ts';

/**
 * The longest gap told in one tick. A laptop that slept a month is caught up in about two seconds; a longer gap would
 * hold the shop's tables for as long, so what lies before is left out, like a shop that was closed.
 */
const longestGapDays = 31;

/** One store order in fourteen arrives up to two days late: its till was offline. */
const lateShare = 0.07;

/** What one tick wrote; `null` when the minute had been told already, or when there is no shop. */
export type Tick = { from: Date; to: Date; skippedFrom: Date | null; rows: WindowRows } | null;

/**
 * Tells what has happened in the demo shop since the last tick, up to the minute of `now`.
 *
 * Any number of processes may call it in the same minute: the row of feed_state is locked, and who comes second finds
 * the minute told. One transaction, so a killed tick leaves nothing and is told by the next.
 */
export async function feedTick(options: { pool: pg.Pool; now: Date; seed?: number }): Promise<Tick> {
  const client = await options.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const tick = await tickInside(client, options.now, options.seed);
    await client.query('commit');
    return tick;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    // The rollback fails when the connection is what broke; the server has rolled back by itself then.
    await client.query('rollback').then(
      () => (broken = undefined),
      () => {},
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

async function tickInside(client: pg.ClientBase, now: Date, seed: number | undefined): Promise<Tick> {
  const present = await client.query<{ there: boolean }>(`select to_regclass('shop.feed_state') is not null as there`);
  if (!present.rows[0]?.there) return null;
  const locked = await client.query<{ through: Date; seed: number }>(
    'select through, seed from shop.feed_state for update',
  );
  const state = locked.rows[0];
  if (!state) return null;
  const to = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  if (to <= state.through) return null;
  const earliest = new Date(to.getTime() - longestGapDays * 86_400_000);
  const skipped = state.through < earliest;
  const from = skipped ? earliest : state.through;
  const rows = await addWindow(client, { seed: seed ?? state.seed, from, to, late: lateShare }, () => {});
  await client.query('update shop.feed_state set through = $1', [to]);
  return { from, to, skippedFrom: skipped ? state.through : null, rows };
}
