import type { SourceTier } from '../late/late-types.ts';
import type { CheckView } from '../quarantine/quarantine-types.ts';
import type { HoldView } from '../roll-back/roll-back-types.ts';
import type { RefreshRange, RunView, SummaryHealth } from './overview-types.ts';
import type { PartitionStrip } from './strip-types.ts';

/** A build of the chain that waits in quarantine. */
export type WaitingBuild = {
  id: string;
  range: RefreshRange | null;
  at: string;
  run: string;
  why: 'checks' | 'review';
};

/** Everything the page of one summary shows. */
export type SummaryView = {
  now: string;
  epoch: number;
  health: SummaryHealth;
  /** Null for a summary that is always rebuilt as a whole, or was never built. */
  strip: PartitionStrip | null;
  /** The partitions of the summaries made from it, which are wider. */
  below: PartitionStrip[];
  sources: SourceTier[];
  /** As last measured; those of the definition that were not measured yet are not among them. */
  checks: CheckView[];
  /** The newest runs that refreshed it. */
  runs: RunView[];
  quarantine: WaitingBuild[];
  holds: HoldView[];
};
