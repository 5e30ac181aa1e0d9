import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { RefreshMode, RunState, RunTask } from '#lib/refresh/overview-types.ts';

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
  error: string | null;
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
  every_seconds: number;
  next_at: AtByDefault;
  /** What the tables of a watched chain were like when a refresh was last requested for them. */
  seen: string | null;
};

export type RunTables = {
  run: RunTable;
  run_unit: RunUnitTable;
  run_log: RunLogTable;
  schedule: ScheduleTable;
};
