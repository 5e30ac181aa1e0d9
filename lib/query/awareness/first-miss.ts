import { message } from '#lib/i18n/message.ts';
import { canonical } from '#lib/query/canonical.ts';
import { measureKey } from '#lib/query/measure-key.ts';
import type { Query } from '#lib/query/query.ts';
import type { Built, Deciding } from './candidate.ts';
import { dimensionMiss, filterMiss, measureMiss } from './column-miss.ts';
import { coverageMiss } from './coverage-miss.ts';
import type { Asked, Miss, Way } from './miss.ts';
import { rangeMiss } from './range-miss.ts';
import { clockMiss, scopeMiss } from './row-miss.ts';
import type { TopicFacts } from './topic-facts.ts';

/**
 * Why a summary of a topic cannot answer, or null when it can. First what no other question changes, then what it lacks,
 * then its days; the compiler has the last word, on how its measures may be put together. `covering` is false when no
 * summary has all the days asked for.
 */
export function firstMiss(
  asked: Asked,
  candidate: Built,
  facts: TopicFacts,
  refusal: Deciding['refusal'],
  covering = true,
): Miss | null {
  return (
    scopeMiss(candidate, facts) ??
    clockMiss(asked, candidate, facts) ??
    measureMiss(asked, candidate, facts) ??
    dimensionMiss(asked, candidate) ??
    filterMiss(asked, candidate) ??
    (covering ? coverageMiss(asked, candidate, facts) : null) ??
    rangeMiss(asked, candidate, facts) ??
    refusalMiss(asked, candidate, refusal)
  );
}

function refusalMiss(asked: Asked, candidate: Built, refusal: Deciding['refusal']): Miss | null {
  const reason = refusal(asked.query, candidate);
  if (!reason) return null;
  const way = simpler(asked).find(({ asked: { query } }) => refusal(query, candidate) === null);
  return { reason, way: way ?? null };
}

/** Questions that ask for one thing less, the one that is missed least first. */
function simpler(asked: Asked): Way[] {
  const { query } = asked;
  const ways: Way[] = [];
  const add = (said: Way['said'], changed: Partial<Query>, loss: Way['loss'] = 1) => {
    ways.push({ said, loss, asked: { ...asked, query: canonical({ ...query, ...changed }) } });
  };
  if (query.totals !== 'none') add(message('awareness.withoutTotals'), { totals: 'none' });
  if (query.others) add(message('awareness.withoutOthers'), { others: false });
  for (const measure of query.measures) {
    if (measure.as === 'value') continue;
    const measures = query.measures.map((each) => (each === measure ? { ...each, as: 'value' as const } : each));
    add(message('awareness.plain', { measure: measure.name }), { measures, sort: keeping(query, measureKey(measure)) });
  }
  for (const measure of query.measures) {
    const measures = query.measures.filter((each) => each !== measure);
    if (measures.length === 0) continue;
    const changed = { measures, sort: keeping(query, measureKey(measure)) };
    add(message('awareness.withoutMeasure', { measure: measure.name }), changed, 2);
  }
  return ways;
}

function keeping(query: Query, gone: string): Query['sort'] {
  return query.sort.filter(({ by }) => by !== gone);
}
