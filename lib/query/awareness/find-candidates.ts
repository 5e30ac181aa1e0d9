import { Refusal } from '#lib/compile/tile-refusal.ts';
import { type Available, availableDays } from '#lib/dashboard/available.ts';
import { scopeFor } from '#lib/dashboard/scope.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { PersonError } from '#lib/problem.ts';
import type { Asker } from '#lib/query/asker.ts';
import type { Candidate } from './candidate.ts';

/** The summaries as they are for who asks, at the epoch they ask at. */
export function findCandidates(summaries: readonly SummaryDefinition[], asker: Asker): Promise<Candidate[]> {
  return Promise.all(
    summaries.map(async (summary) => {
      const generation = asker.pinned.generations.get(summary.name);
      const scope = scopeFor(asker.viewer, summary);
      const candidate = { summary, generation, scope, available: null };
      return generation ? { ...candidate, available: await daysOf({ ...candidate, generation }, asker) } : candidate;
    }),
  );
}

async function daysOf(
  { generation, scope }: Pick<Candidate, 'scope'> & { generation: NonNullable<Candidate['generation']> },
  { load, pinned, warehouse }: Asker,
): Promise<Available | null> {
  try {
    return await availableDays({ load, pinned, warehouse }, generation, scope);
  } catch (error) {
    // A summary that cannot be read is refused for itself, with its reason; another may answer.
    if (error instanceof Refusal || (error instanceof PersonError && error.status === 422)) return null;
    throw error;
  }
}
