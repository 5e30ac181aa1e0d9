import { dayBucket, endOf } from '#lib/calendar/bucket.ts';
import { message } from '#lib/i18n/message.ts';
import { able } from './able.ts';
import type { Built } from './candidate.ts';
import type { Asked, Miss } from './miss.ts';
import { type TopicFacts, timeOf } from './topic-facts.ts';

/** Days asked for that the summary does not have yet, or never had, and another that could answer has. */
export function coverageMiss(asked: Asked, candidate: Built, facts: TopicFacts): Miss | null {
  const others = able(asked, facts);
  return behindMiss(asked, candidate, others) ?? lateMiss(asked, candidate, others);
}

function behindMiss({ days }: Asked, { summary, generation, available }: Built, others: readonly Built[]): Miss | null {
  const behind = (through: string): Miss => ({
    reason: message('awareness.behind', { summary: summary.name, through: { day: through } }),
    way: null,
  });
  if (!available) {
    // Without time, only the moment it is complete through says how new its rows are.
    const own = generation.completeThrough;
    const newest = others
      .flatMap((each) => each.generation.completeThrough ?? [])
      .sort()
      .at(-1);
    return own !== null && newest !== undefined && own < newest ? behind(own.slice(0, 10)) : null;
  }
  const latest =
    others
      .flatMap((each) => each.available?.to ?? [])
      .sort()
      .at(-1) ?? available.to;
  const last = days && days.to < latest ? days.to : latest;
  return available.to < last ? behind(available.to) : null;
}

function lateMiss({ days, compared }: Asked, { summary, available }: Built, others: readonly Built[]): Miss | null {
  const begun = others.flatMap(begunBy).sort()[0];
  if (!available || begun === undefined || available.from <= begun) return null;
  const first = [days?.from, compared?.from].filter((day) => day !== undefined).sort()[0];
  const asksBefore = days === null || (first !== undefined && first < available.from && days.to >= begun);
  if (!asksBefore) return null;
  const begins = { day: available.from };
  return { reason: message('awareness.begins', { summary: summary.name, begins }), way: null };
}

/** By which day a summary has begun: one by months names the first of the month in which it begins. */
function begunBy(candidate: Built): string[] {
  const { available, generation } = candidate;
  if (!available) return [];
  const bucket = dayBucket(timeOf(candidate)?.bucket ?? 'day');
  return [endOf(bucket, available.from, generation.weekStart ?? 'monday')];
}
