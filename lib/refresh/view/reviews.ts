import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { readChain } from '../plan/chain.ts';
import { stoppingReview } from '../quarantine/review.ts';
import type { StoppingReview } from './overview-types.ts';

/**
 * The reviews that keep chains from being refreshed, by the head of the chain. `jobs` reads the types of the raw tables,
 * which the role for pages need not see; it is asked only about chains that ever had a review.
 */
export async function readReviews(
  db: Queryable,
  jobs: () => Queryable,
  schema: string,
  registry: Registry,
  served: ReadonlyMap<string, ServedGeneration>,
): Promise<Map<string, StoppingReview>> {
  const { rows } = await db.query<{ chain: string }>(
    `select distinct chain from ${inSchema(schema, '_quarantine')} where why = 'review' and state in ('open', 'discarded')`,
  );
  const reviews = new Map<string, StoppingReview>();
  for (const { chain: name } of rows) {
    const summary = findSummary(registry, name);
    if (!summary || headOf(summary) !== summary) continue;
    // A definition that does not fit its sources is told by its runs.
    const chain = await readChain(jobs(), registry, name).catch(() => null);
    const changed = chain?.members.some(({ plan }) => served.get(plan.summary)?.fingerprint !== plan.fingerprint);
    const review = chain && changed ? await stoppingReview(db, schema, chain) : null;
    if (!review) continue;
    const state = review.state === 'open' ? 'open' : 'discarded';
    reviews.set(name, { id: review.id, state, at: review.decided_at ?? review.at });
  }
  return reviews;
}
