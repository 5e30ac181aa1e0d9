import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { CancelHow, RefreshMode, RunState, RunTask } from '#lib/refresh/view/overview-types.ts';

/** States in which a run holds a lease and may write. */
export const writing = ['planning', 'building', 'checking', 'publishing'] as const satisfies readonly RunState[];

type AtByDefault = ColumnType<Date, Date | string | undefined, Date | string>;
type AtOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** One execution of a refresh. `chain` is the summary at the head, with which everything made from its rows is refreshed. */
export type RunTable = {
  id: GeneratedAlways<string>;
  chain: string;
  summary: string;
  mode: RefreshMode;
  range_from: string | null;
  range_to: string | null;
  allow_empty: Generated<boolean>;
  state: RunState;
  requested_by: string;
  reason: string | null;
  task: Generated<RunTask>;
  task_input: JSONColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  plan: JSONColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  attempt: Generated<number>;
  losses: Generated<number>;
  fence: string | null;
  worker: string | null;
  lease_until: AtOrNull;
  not_before: AtByDefault;
  cancel_requested: Generated<boolean>;
  cancel_how: CancelHow | null;
  cancelled_by: string | null;
  error: string | null;
  /** The run that writes days this one is to write. */
  waits_for: string | null;
  /** Fingerprint of the definition whoever asked wants to see built; workers that have another one leave it to those that have it. */
  needs: string | null;
  /** Failures in a row after which the same work was tried again. */
  failures: Generated<number>;
  /** It ended while its worker was lost: what it published is still to be read from the warehouse. */
  settle: Generated<boolean>;
  /** The run whose units that were not done are done by this one. */
  retry_of: string | null;
  created_at: AtByDefault;
  started_at: AtOrNull;
  finished_at: AtOrNull;
};

export type UnitState = 'pending' | 'building' | 'published' | 'unchanged' | 'failed' | 'quarantined';

/** What a run publishes at once: a partition of the coarsest summary of the chain with the finer ones in it. */
export type RunUnitTable = {
  run: string;
  ordinal: number;
  unit: string;
  range_from: string | null;
  range_to: string | null;
  state: Generated<UnitState>;
  epoch: string | null;
  rows_opened: Generated<string>;
  rows_closed: Generated<string>;
  checks: JSONColumnType<unknown[], string | undefined, string>;
  error: string | null;
  changed_at: AtByDefault;
  started_at: AtOrNull;
  finished_at: AtOrNull;
  /** Rows that were built, of all summaries of the chain. */
  built_rows: string | null;
  /** The build that was kept because its checks failed, in the warehouse. */
  quarantine: string | null;
  /** How columns and rows differ from the definition that served before. */
  definition_diff: JSONColumnType<unknown[] | null, string | null | undefined, string | null>;
};

export type RunLogTable = {
  id: GeneratedAlways<string>;
  run: string;
  attempt: number;
  at: AtByDefault;
  line: string;
};

/** When the head of a chain is due next. */
export type ScheduleTable = {
  summary: string;
  every_seconds: number | null;
  cron: string | null;
  /** The zone the cron counts in. */
  zone: string | null;
  /** The admin who overruled the definition; null when this is what the definition says. */
  set_by: string | null;
  paused_by: string | null;
  paused_at: AtOrNull;
  next_at: AtByDefault;
  /** What the tables of a watched chain were like when a refresh was last requested for them. */
  seen: string | null;
};

/** A number for the locks of a chain, and the row that its plannings take turns on. */
export type ChainTable = {
  id: GeneratedAlways<number>;
  name: string;
  /** Counts whatever makes a plan in the making out of date: an equal request, another run's end. */
  turn: Generated<string>;
};

/** Days a run writes. Held ones of one chain never meet; the others are waited for. */
export type RunLockTable = {
  run: string;
  chain: string;
  days: string;
  held: boolean;
};

export type RunTables = {
  run: RunTable;
  chain: ChainTable;
  run_lock: RunLockTable;
  run_unit: RunUnitTable;
  run_log: RunLogTable;
  schedule: ScheduleTable;
};
