import { Refusal } from '#lib/compile/tile-refusal.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { PersonError } from '#lib/problem.ts';
import type { Asker } from '#lib/query/asker.ts';
import type { Query } from '#lib/query/query.ts';
import { type Available, availableDays } from '../available.ts';
import { scopeFor } from '../scope.ts';
import { able } from './able.ts';
import { type Built, type Candidate, isBuilt } from './candidate.ts';
import { topicFacts } from './topic-facts.ts';

/**
 * The summaries as they are for who asks, at the epoch they ask at. Only of those that have what the question names the days
 * are asked: a statement for each that is not kept.
 */
export function findCandidates(
  query: Query,
  summaries: readonly SummaryDefinition[],
  asker: Asker,
): Promise<Candidate[]> {
  const candidates = summaries.map(
    (summary): Candidate => ({
      summary,
      generation: asker.pinned.generations.get(summary.name),
      available: null,
      scope: scopeFor(asker.viewer, summary),
    }),
  );
  const facts = topicFacts(candidates);
  const named = facts ? able({ query, days: null, compared: null }, facts) : [];
  const asked: readonly Candidate[] = named.length > 0 ? named : candidates;
  return Promise.all(
    candidates.map(async (candidate) =>
      isBuilt(candidate) && asked.includes(candidate)
        ? { ...candidate, available: await daysOf(candidate, asker) }
        : candidate,
    ),
  );
}

async function daysOf({ generation, scope }: Built, { load, pinned, warehouse }: Asker): Promise<Available | null> {
  try {
    return await availableDays({ load, pinned, warehouse }, generation, scope);
  } catch (error) {
    // A summary that cannot be read is refused for itself, with its reason; another may answer.
    if (error instanceof Refusal || (error instanceof PersonError && error.status === 422)) return null;
    throw error;
  }
}
