import type { Answer } from '#components/people/types.ts';

type Act<Input, Value = void> = (input: Input) => Promise<Answer<Value>>;

/** The actions of the page Schedules, handed in because components know no actions. */
export type ScheduleActions = {
  /** `cron: null` goes back to the definition's. */
  set: Act<{ chain: string; cron: string | null; zone: string }>;
  pause: Act<{ chain: string; paused: boolean }>;
  /** When a cron in a zone would run next; nothing is saved. */
  preview: Act<{ cron: string; zone: string }, { next: string[] }>;
};
