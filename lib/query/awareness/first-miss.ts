import { type Message, message } from '#lib/i18n/message.ts';
import type { Query, QueryMeasure } from '#lib/query/query.ts';
import type { Built, Deciding } from './candidate.ts';
import { dimensionMiss, filterMiss, measureMiss } from './column-miss.ts';
import { coverageMiss } from './coverage-miss.ts';
import type { Asked, Miss, Way } from './miss.ts';
import { rangeMiss } from './range-miss.ts';
import { clockMiss, scopeMiss } from './row-miss.ts';
import { sound } from './sound.ts';
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
  const way = (said: Message, changed: Partial<Query>, loss: Way['loss'] = 1): Way => ({
    said,
    loss,
    asked: {
      ...asked,
      query: sound({ ...query, ...changed }),
      compared: changed.compare === null ? null : asked.compared,
    },
  });
  const changed = (at: number, to: readonly QueryMeasure[]) => ({ measures: query.measures.toSpliced(at, 1, ...to) });
  return [
    ...(query.totals === 'none' ? [] : [way(message('awareness.withoutTotals'), { totals: 'none' })]),
    ...(query.others ? [way(message('awareness.withoutOthers'), { others: false })] : []),
    ...query.measures.flatMap(({ name, as }, at) =>
      as === 'value' ? [] : way(message('awareness.plain', { measure: name }), changed(at, [{ name, as: 'value' }])),
    ),
    ...(query.limit === null ? [] : [way(message('awareness.withoutLimit'), { limit: null, others: false })]),
    ...(query.compare === null ? [] : [way(message('awareness.withoutCompare'), { compare: null })]),
    ...query.measures.flatMap(({ name }, at) =>
      query.measures.length === 1
        ? []
        : way(message('awareness.withoutMeasure', { measure: name }), changed(at, []), 2),
    ),
  ];
}
