import { english } from '#lib/i18n/languages.ts';
import { type Message, say } from '#lib/i18n/message.ts';
import type { PlanReason } from './plan-reason-types.ts';

/** A reason for logs and for readers of every language. */
export function planReason(because: Message): Required<PlanReason> {
  return { why: say(because, english), because };
}
