import type { Query } from '#lib/query/query.ts';
import type { Built, Candidate } from './candidate.ts';
import { dimensionMiss, filterMiss, measureMiss } from './column-miss.ts';
import type { Asked } from './miss.ts';
import { type TopicFacts, topicFacts } from './topic-facts.ts';

/** The summaries that have what a question names, finest first, so that they could answer it for some days. */
export function able(asked: Asked, facts: TopicFacts): Built[] {
  return facts.finestFirst.filter(
    (each) =>
      measureMiss(asked, each, facts) === null &&
      dimensionMiss(asked, each) === null &&
      filterMiss(asked, each) === null,
  );
}

/**
 * The finest of the summaries that have what a question names, or of all where none has. In its complete days the range of
 * the question is resolved: what it does not have, none of them shows.
 */
export function referenceOf(query: Query, candidates: readonly Candidate[]): Built | null {
  const facts = topicFacts(candidates);
  return facts && (able({ query, days: null, compared: null }, facts)[0] ?? facts.finestFirst[0]);
}
