import type { RunTask, RunView } from './overview-types.ts';

/** What a run came to, as it is chosen from: everything that has not ended is under way. */
export type RunOutcome = 'active' | 'succeeded' | 'partial' | 'failed' | 'cancelled';

export const outcomes: readonly RunOutcome[] = ['active', 'succeeded', 'partial', 'failed', 'cancelled'];
export const tasks: readonly RunTask[] = ['refresh', 'roll back', 'publish anyway'];

/** Which runs are asked for; null does not choose. */
export type RunFilter = {
  /** Also those of another summary that refreshed this one with it. */
  summary: string | null;
  outcome: RunOutcome | null;
  who: string | null;
  task: RunTask | null;
  /** Days in UTC, both included, in which the run was asked for. */
  from: string | null;
  to: string | null;
};

export type RunsPage = {
  now: string;
  /** Newest first. */
  runs: RunView[];
  /** Asks for the next page; null when this is the last. */
  next: string | null;
};

/** The first page of a list of runs, and what it can be chosen by. */
export type RunsStart = RunsPage & {
  /** How many runs the filter lets through. */
  total: number;
  summaries: string[];
  /** Everybody and everything that ever asked for a run. */
  requesters: string[];
};
