import type { RefreshPlan } from '../plan/plan.ts';
import type { RunContext } from '../run/context.ts';
import type { Engine } from '../run/engine.ts';
import { advanceCursors } from './advance-cursors.ts';
import { pruneChanges } from './prune.ts';

/**
 * What is left to do for late rows when a run has done its units. Only when every one of them is published may a cursor
 * pass what was found by it: a build that waits for a review, or failed its checks, shows none of it yet.
 */
export async function settleLate(
  { store, registry }: Pick<Engine, 'store' | 'registry'>,
  { client, schema, chain, run }: RunContext,
  plan: RefreshPlan,
): Promise<void> {
  const { name, sources } = chain.head.definition;
  const open = await store
    .selectFrom('run_unit')
    .select('unit')
    .where('run', '=', run)
    .where('state', 'not in', ['published', 'unchanged'])
    .executeTakeFirst();
  if (!open) await advanceCursors(client, schema, name, plan.cursors ?? []);
  await pruneChanges(client, schema, registry, sources);
}
