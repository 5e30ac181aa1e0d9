import { scopeKey } from '#lib/compile/scope.ts';
import type { Asker } from '#lib/query/asker.ts';
import { etagOf } from '#lib/query/conditional.ts';
import type { Plan } from '#lib/query/plan.ts';

/**
 * Names the answer to a planned question by all it depends on: the same as the cache's key, with what is said around the
 * rows. It stays while the summary that answers does not change, however often others do.
 */
export function answerTag(plan: Plan, { pinned }: Asker, format: string): string {
  const { query, candidate, days, considered } = plan;
  const { summary, generation, scope, available } = candidate;
  return etagOf([
    pinned.incarnation,
    [generation.id, generation.changedAt, generation.completeThrough],
    [summary.columns, summary.grain],
    scopeKey(scope),
    [query, days, available],
    considered,
    format,
  ]);
}
