import type { PlanReason } from '../plan/plan-reason-types.ts';
import type { CheckView, DefinitionDiff } from '../quarantine/quarantine-types.ts';
import type { RefreshRange, RunView } from './overview-types.ts';

export type UnitState = 'pending' | 'building' | 'published' | 'unchanged' | 'failed' | 'quarantined';

/** What a run publishes at once. */
export type UnitView = {
  unit: string;
  ordinal: number;
  /** Null for everything there is. */
  range: RefreshRange | null;
  state: UnitState;
  epoch: number | null;
  opened: string;
  closed: string;
  /** Rows of the build, of all summaries it is for; null before it is known. */
  built: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  error: string | null;
  /** The build that was kept because its checks failed. */
  quarantine: string | null;
  passed: number;
  /** Checks that did not pass: those that only warn, and those that kept the build from being shown. */
  warned: number;
  blocked: number;
};

export type LogLine = { id: string; attempt: number; at: string; line: string };

/** Everything about one run. */
export type RunDetail = {
  now: string;
  run: RunView;
  /** Of the summary it was asked for; days are shown in it. */
  zone: string;
  /** The plan as it was frozen; null before that. */
  plan: ({ kind: string } & PlanReason) | null;
  attempt: number;
  /** How often its worker was lost. */
  losses: number;
  worker: string | null;
  /** The run whose days this one waits for. */
  waitsFor: string | null;
  cancelledBy: string | null;
  /** The run that repeats what failed here. */
  retriedBy: string | null;
  /** How long units of such runs took lately; null without any. */
  pace: { secondsPerUnit: number; runs: number } | null;
  /** What the warehouse executes for it now. */
  statement: { sql: string; since: string } | null;
  /** All of them, or when asked for news, those that have changed. */
  units: UnitView[];
  /** When a unit last changed. */
  changedAt: string | null;
  /** The newest lines, oldest first; when asked for news, those written since. */
  log: LogLine[];
  /** Whether older lines are not among them. */
  logCut: boolean;
};

/** What was measured of one unit. */
export type UnitDetail = { checks: CheckView[]; definition: DefinitionDiff[] };

/** What a page knows already, so that it is sent only what is new. */
export type KnownOfRun = { changedAt: string | null; log: string | null };
