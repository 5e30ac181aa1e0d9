import { type CronField, cronProblem } from '#lib/definition/cron.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

const wrongField: Record<CronField, MessageKey> = {
  minute: 'problem.cronMinute',
  hour: 'problem.cronHour',
  'day of the month': 'problem.cronDay',
  month: 'problem.cronMonth',
  'day of the week': 'problem.cronWeekday',
};

/** Refuses a cron that is not one, with the field that is wrong and what it takes. */
export function requireCron(cron: string): void {
  const problem = cronProblem(cron);
  if (!problem) return;
  throw new PersonError({
    message: problem.field
      ? message(wrongField[problem.field], { cron, found: problem.found })
      : message('problem.cron', { cron }),
  });
}
