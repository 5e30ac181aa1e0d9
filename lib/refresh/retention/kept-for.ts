import { parseInterval } from '#lib/definition/duration.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';

/** How long the replaced rows of a chain are kept, as its definitions say it: as long as the summary that keeps them longest. */
export function keptFor(chain: readonly Pick<SummaryDefinition, 'refresh'>[]): string {
  const wishes = chain.map(({ refresh }) => refresh.keep);
  return wishes.reduce((longest, wish) => (milliseconds(wish) > milliseconds(longest) ? wish : longest));
}

/** A duration of a checked definition in milliseconds. */
export function milliseconds(keep: string): number {
  const parsed = parseInterval(keep);
  if (parsed === null) throw new Error(`Found "${keep}". Expected a duration such as '30 days'.`);
  return parsed;
}
