import type { RefreshMode, RefreshRange } from '#lib/refresh/view/overview-types.ts';
import type { PlanReason } from '../plan/plan-reason-types.ts';

/** What a refresh would do, told before it is asked for. Big numbers travel as decimal strings. */
export type RefreshPreview = PlanReason & {
  kind: 'full' | 'incremental';
  units: number;
  /** Partitions of the head of the chain that would be built. */
  partitions: number;
  /** First and last day that would be built; null for everything, or nothing. */
  first: string | null;
  last: string | null;
  /** Days that touch are one range; at most 50, the earliest first. */
  ranges: RefreshRange[];
  /** Days that were rolled back and are held: no refresh builds them. */
  held: RefreshRange[];
  /** From the last runs of the chain of the same kind, and how many these were; null without any. */
  estimate: { seconds: number; runs: number } | null;
  /** What the warehouse's planner thinks of the head's build; null when it had no time to say. */
  cost: { total: number; rows: string } | null;
  /** How the columns of a changed definition differ from those that are served. */
  columns: ColumnChange[];
  downstream: { summaries: string[]; dashboards: { name: string; title: string }[] };
};

export type ColumnChange = {
  summary: string;
  added: string[];
  removed: string[];
  retyped: { column: string; before: string; after: string }[];
};

export type PreviewWish = { summary: string; mode: RefreshMode; range: RefreshRange | null };
