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
