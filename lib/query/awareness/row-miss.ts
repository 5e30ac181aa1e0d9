import { dayBucket, endOf } from '#lib/calendar/bucket.ts';
import { message } from '#lib/i18n/message.ts';
import type { Built, Candidate } from './candidate.ts';
import type { Asked, Miss } from './miss.ts';
import { type TopicFacts, timeOf } from './topic-facts.ts';

/** Rows that are limited in another summary of the topic, and would not be in this one. */
export function scopeMiss({ summary, scope }: Built, { all }: TopicFacts): Miss | null {
  const own = new Map(limitsOf(scope));
  for (const other of all) {
    for (const [column, allowed] of limitsOf(other.scope)) {
      if (own.get(column) === allowed) continue;
      const values = { summary: summary.name, column, other: other.summary.name };
      return { reason: message('awareness.scope', values), way: null };
    }
  }
  return null;
}

function limitsOf(scope: Candidate['scope']): [string, string][] {
  if (scope === 'everything') return [];
  return scope.map(({ column, values }) => [column, JSON.stringify([...new Set(values)].sort())]);
}

/** Days that begin at another midnight, or weeks on another day, than those of the topic. */
export function clockMiss({ query }: Asked, candidate: Built, { finestFirst: [reference] }: TopicFacts): Miss | null {
  const { summary, generation } = candidate;
  if (candidate === reference || !timeOf(candidate)) return null;
  const { generation: topic } = reference;
  if (generation.zone !== topic.zone) {
    const values = { summary: summary.name, zone: generation.zone, topic: topic.zone, other: reference.summary.name };
    return { reason: message('awareness.zone', values), way: null };
  }
  const byWeek = query.grain === 'week' || query.dimensions.some((dimension) => dimension.endsWith('@week'));
  if (!byWeek || (generation.weekStart ?? 'monday') === (topic.weekStart ?? 'monday')) return null;
  return { reason: message('awareness.week', { summary: summary.name, other: reference.summary.name }), way: null };
}

/** Days asked for that the summary does not have yet, or never had, and another has. */
export function coverageMiss(
  { days, compared }: Asked,
  { summary, generation, available }: Built,
  facts: TopicFacts,
): Miss | null {
  const { finestFirst, latest } = facts;
  const [reference] = finestFirst;
  const behind = (through: string) => ({
    reason: message('awareness.behind', { summary: summary.name, through: { day: through } }),
    way: null,
  });
  if (available && latest !== null) {
    const last = days && days.to < latest ? days.to : latest;
    if (available.to < last) return behind(available.to);
    const begun = beginsBy(facts);
    const first = [days?.from, compared?.from].filter((day) => day !== undefined).sort()[0];
    const asksBefore = days === null || (first !== undefined && first < available.from && days.to >= begun);
    if (available.from > begun && asksBefore) {
      const begins = { day: available.from };
      return { reason: message('awareness.begins', { summary: summary.name, begins }), way: null };
    }
  }
  const [own, topic] = [generation.completeThrough, reference.generation.completeThrough];
  if (!available && days === null && own !== null && topic !== null && own < topic) return behind(own.slice(0, 10));
  return null;
}

/** By which day the topic has begun: a summary by months names the first of the month in which it begins. */
function beginsBy({ all }: TopicFacts): string {
  const ends = all.flatMap((each) => {
    if (!each.generation || !each.available) return [];
    const bucket = dayBucket(timeOf({ ...each, generation: each.generation })?.bucket ?? 'day');
    return [endOf(bucket, each.available.from, each.generation.weekStart ?? 'monday')];
  });
  return ends.sort()[0] ?? '';
}
