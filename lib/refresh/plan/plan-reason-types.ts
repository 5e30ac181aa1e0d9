import type { Message } from '#lib/i18n/message.ts';

/** Why a plan is as it is. */
export type PlanReason = {
  /** In English, for the log and the command line. */
  why: string;
  /** The same for whoever reads it in a browser. Plans that were stored before have none. */
  because?: Message;
};
