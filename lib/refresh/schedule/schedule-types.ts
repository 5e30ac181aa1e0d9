import type { RunState } from '../view/overview-types.ts';

/** When a chain of summaries is refreshed by itself. Instants travel as ISO text. */
export type ScheduleView = {
  /** The summary at the head; everything made from its rows is refreshed with it. */
  chain: string;
  /** As the definition says it: `15 minutes`. */
  every: string | null;
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: string | null;
  /** IANA name of the zone the cron counts in. */
  zone: string;
  /** Whether the definition says so, or an admin who has overruled it. */
  from: 'definition' | 'admin';
  paused: { by: string; at: string } | null;
  /** Null when it is paused, or has no schedule. */
  nextAt: string | null;
  /** The next five; empty when it is paused. */
  next: string[];
  lastRun: { id: string; state: RunState; finishedAt: string | null } | null;
};
