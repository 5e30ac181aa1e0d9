import type { Registry } from '#lib/definition/registry.ts';
import type { RunContext } from '../context.ts';
import type { RefreshPlan } from '../plan.ts';
import { advanceCursors } from './advance-cursors.ts';
import { pruneChanges } from './prune.ts';

/** What is left to do for late rows when every unit of a run is published: only now may what was looked for be forgotten. */
export async function settleLate(
  { client, schema, chain }: RunContext,
  registry: Registry,
  plan: RefreshPlan,
): Promise<void> {
  await advanceCursors(client, schema, chain.head.definition.name, plan.cursors ?? []);
  await pruneChanges(client, schema, registry, chain.head.definition.sources);
}
