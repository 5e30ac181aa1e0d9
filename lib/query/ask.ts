import { answerFrom } from './answer.ts';
import type { Asker } from './asker.ts';
import type { AnsweredBy, Considered } from './awareness/candidate.ts';
import { type Plan, planQuery } from './plan.ts';
import type { Query } from './query.ts';
import type { TileData, TileFailure } from './result.ts';

/** An answer with how its summary was chosen, or what stood against one and the nearest question that has one. */
export type QueryAnswer =
  | (TileData & { answeredBy: AnsweredBy })
  | (TileFailure & { considered: readonly Considered[]; instead: Query | null });

/** Asks a question of a topic or a summary: decides which summary answers, and reads it. */
export async function askQuery(query: Query, asker: Asker): Promise<QueryAnswer> {
  const plan = await planQuery(query, asker);
  if (plan.ok) return answerPlan(plan, asker);
  if (!('invalid' in plan)) return plan;
  return { ok: false, code: 'refused', message: plan.invalid, considered: [], instead: null };
}

/** The answer of a question that was planned. */
export async function answerPlan(plan: Plan, { pinned, warehouse, load }: Asker): Promise<QueryAnswer> {
  const { query, candidate, days, considered } = plan;
  const answer = await answerFrom({ query, ...candidate, days, pinned, warehouse, load });
  return answer.ok
    ? { ...answer, answeredBy: { summary: candidate.summary.name, considered } }
    : { ...answer, considered, instead: null };
}
