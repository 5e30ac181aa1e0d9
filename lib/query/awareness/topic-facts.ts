import { timeColumn } from '#lib/compile/query-period.ts';
import { rowsOfGeneration } from '#lib/compile/read.ts';
import type { StoredColumn } from '#lib/compile/stored.ts';
import { coarser, type TimeBucket } from '#lib/definition/grain.ts';
import { type Built, type Candidate, isBuilt } from './candidate.ts';

/** The summaries of a topic together: an answer from any of them must be the same. */
export type TopicFacts = {
  /** Those that are built. The zone of the first, its weeks and what it means by a name are the topic's. */
  finestFirst: readonly [Built, ...Built[]];
  all: readonly Candidate[];
};

/** Facts of the summaries that are built; null when none is. */
export function topicFacts(candidates: readonly Candidate[]): TopicFacts | null {
  const [first, ...others] = finestFirst(candidates);
  return first ? { finestFirst: [first, ...others], all: candidates } : null;
}

/** By time, then by how many dimensions there are. */
function finestFirst(candidates: readonly Candidate[]): Built[] {
  const fineness = (candidate: Built) => {
    const bucket = timeOf(candidate)?.bucket;
    return bucket ? buckets.indexOf(bucket) : buckets.length;
  };
  const width = ({ generation }: Built) => rowsOfGeneration(generation).key.length;
  return candidates.filter(isBuilt).sort((a, b) => fineness(a) - fineness(b) || width(b) - width(a));
}

const buckets: readonly TimeBucket[] = coarser.hour;

/** The column of a candidate that says when. */
export function timeOf({ generation }: Built): StoredColumn | null {
  return timeColumn(generation, rowsOfGeneration(generation));
}
