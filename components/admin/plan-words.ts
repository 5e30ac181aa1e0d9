import type { Language } from '#lib/i18n/language.ts';
import { say } from '#lib/i18n/message.ts';
import type { PlanReason } from '#lib/refresh/plan/plan-reason-types.ts';

/** Why a plan is as it is; what an older version has planned says it in English only. */
export const whyWords = ({ why, because }: PlanReason, language: Language): string =>
  because ? say(because, language) : why;
