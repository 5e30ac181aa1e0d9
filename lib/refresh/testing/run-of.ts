import assert from 'node:assert/strict';
import { claimRun } from '../run/claim.ts';
import { type RefreshWish, requestRefresh } from '../run/request.ts';
import { executeRun } from '../run/run.ts';
import type { Shop } from './shop.ts';

/** Queues a refresh of the shop. */
export async function request({ engine }: Shop, wish: Partial<RefreshWish> = {}): Promise<string> {
  const { store, registry } = engine;
  const { id } = await requestRefresh(store, registry, { summary: 'daily', mode: 'all', requestedBy: 'test', ...wish });
  return id;
}

/** Takes a run up now. Its end is the promise inside, so that awaiting this does not wait for it. */
export async function begin({ engine }: Pick<Shop, 'engine'>, id: string): Promise<{ end: Promise<void> }> {
  const run = await claimRun(engine, id);
  assert.ok(run, `run ${id} could not be claimed`);
  return { end: executeRun(engine, run, new AbortController().signal) };
}

/** A run as the control store has it. */
export async function stateOf({ engine }: Shop, id: string) {
  return engine.store.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** What became of each unit of a run. */
export async function unitsOf({ engine }: Shop, id: string) {
  const rows = await engine.store
    .selectFrom('run_unit')
    .select(['unit', 'state'])
    .where('run', '=', id)
    .orderBy('unit')
    .execute();
  return rows.map(({ unit, state }) => `${unit.slice(0, 7)} ${state}`);
}
