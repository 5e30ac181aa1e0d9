import { timeColumn } from '#lib/compile/query-period.ts';
import { rowsOfGeneration } from '#lib/compile/read.ts';
import type { StoredColumn } from '#lib/compile/stored.ts';
import { coarser, type TimeBucket } from '#lib/definition/grain.ts';
import { type Built, type Candidate, isBuilt } from './candidate.ts';

/** What holds for the summaries of a topic together: an answer from any of them must be the same. */
export type TopicFacts = {
  /** Those that are built. The first is the reference: its zone, its weeks and its complete days are the topic's. */
  finestFirst: readonly [Built, ...Built[]];
  all: readonly Candidate[];
  /** The last day that is complete in one of them; null while nothing is known. */
  latest: string | null;
};

/** Facts of the summaries that are built; null when none is. */
export function topicFacts(candidates: readonly Candidate[]): TopicFacts | null {
  const [reference, ...others] = finestFirst(candidates);
  if (!reference) return null;
  const ends = candidates.flatMap(({ available }) => available?.to ?? []);
  return { finestFirst: [reference, ...others], all: candidates, latest: ends.sort().at(-1) ?? null };
}

/** The finest of the summaries that are built, in whose complete days the range of a question to their topic is resolved. */
export function referenceOf(candidates: readonly Candidate[]): Built | null {
  return finestFirst(candidates)[0] ?? null;
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
