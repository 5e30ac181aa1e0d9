/** What the admin screen is sent. Numbers that may outgrow a JS number travel as decimal strings, instants as ISO text. */
export type AdminOverview = {
  /** The newest epoch of the warehouse. */
  epoch: number;
  /** The server's clock at the moment of reading: distances such as "4 minutes ago" are counted from it. */
  now: string;
  summaries: SummaryHealth[];
  /** Newest first. */
  runs: RunView[];
};

export type SummaryHealth = {
  name: string;
  topic: string | null;
  description: string;
  zone: string;
  /** The grain a refresh replaces at a time; null when the whole summary is rebuilt. */
  partitionBy: string | null;
  built: boolean;
  completeThrough: string | null;
  epoch: number | null;
  rows: string | null;
  /** When its chain is refreshed by itself; an admin's schedule goes before the definition's. Next is null while it is paused. */
  schedule: { every: string | null; cron: string | null; paused: boolean };
  nextRunAt: string | null;
  lastRun: RunView | null;
  upstream: string[];
  downstream: string[];
  /** Built partitions whose source has changed since; null when that could not be told. */
  pending: number | null;
  /** Spans of days that were rolled back and that nobody has released. */
  held: number;
  /** Builds that wait in quarantine. */
  quarantined: number;
  /** The review of its new definition that keeps it from being refreshed; null when none does. */
  review: StoppingReview | null;
  /** What the checks of its last run came to; null when nothing was checked. */
  checks: CheckTally | null;
};

/** A new definition that waits for a review since a moment, or was discarded in it then. */
export type StoppingReview = { id: string; state: 'open' | 'discarded'; at: string };

/** Checks that passed, that only warn, and that kept a build from being shown. */
export type CheckTally = { passed: number; warned: number; blocked: number };

export type RefreshMode = 'due' | 'missing' | 'failed' | 'all';

/** Half-open days in the summary's zone: `to` is the first day after the range. */
export type RefreshRange = { from: string; to: string };

/** What a run does: most refresh; the others bring back an older state, or publish a build that had failed its checks. */
export type RunTask = 'refresh' | 'roll back' | 'publish anyway';

export type RunState =
  | 'requested'
  | 'queued'
  | 'planning'
  | 'building'
  | 'checking'
  | 'publishing'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled'
  | 'lost';

/** `after unit` lets the unit in work be published first; `now` ends its statement. What was published stays. */
export type CancelHow = 'after unit' | 'now';

export type RunView = {
  id: string;
  /** The head of the summaries that are refreshed with it. */
  chain: string;
  summary: string;
  task: RunTask;
  mode: RefreshMode;
  range: RefreshRange | null;
  state: RunState;
  requestedBy: string;
  reason: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The run whose failed units this one repeats. */
  retryOf: string | null;
  /** What somebody has asked for, while the run goes on. */
  cancel: CancelHow | null;
  unitsDone: number;
  unitsTotal: number | null;
  rowsOpened: string;
  rowsClosed: string;
  /** First and last epoch the run published. */
  epochs: { from: number; to: number } | null;
  error: string | null;
};

export type RefreshRequest = {
  summary: string;
  mode: RefreshMode;
  range: RefreshRange | null;
  reason: string | null;
  /** Publishes even where all rows are gone. */
  allowEmpty?: boolean;
};
