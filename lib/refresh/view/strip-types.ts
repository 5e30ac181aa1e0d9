/**
 * What is known of one partition: `fresh` as built; `pending`, its source has changed since; `planned` and `building` by a
 * run that is under way; `failed` and `quarantined`, its last build was not published; `held` after a roll-back; `missing`.
 */
export type PartitionState =
  | 'fresh'
  | 'pending'
  | 'planned'
  | 'building'
  | 'failed'
  | 'quarantined'
  | 'held'
  | 'missing';

export type PartitionWidth = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A publish that partitions came from. */
export type PartitionBuild = { at: string; epoch: number; run: string };

/**
 * Every partition of a summary from the first to the last, without gaps. Neighbours mostly have the same state and come
 * from the same publish, so they travel as runs of equal ones: 3,000 partitions take some hundred bytes.
 */
export type PartitionStrip = {
  summary: string;
  by: PartitionWidth;
  /** First day of the first partition. */
  first: string;
  count: number;
  states: { state: PartitionState; count: number }[];
  /** `build` is a place in `publishes`; null for what was never built. */
  builds: { build: number | null; count: number }[];
  publishes: PartitionBuild[];
};
