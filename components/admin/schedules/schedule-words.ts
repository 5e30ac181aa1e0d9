import { everyWords } from '#components/admin/run-words.ts';
import type { Language } from '#lib/i18n/language.ts';
import type { ScheduleView } from '#lib/refresh/schedule/schedule-types.ts';
import { cronWords } from './cron-words.ts';

/** How often, in a sentence where there is one: `Every 15 minutes`, `Every day at 06:00`, `0 6 1 1 *`. */
export function scheduleWords({ every, cron }: Pick<ScheduleView, 'every' | 'cron'>, language: Language): string {
  if (cron) return cronWords(cron, language) ?? cron;
  return every ? everyWords(every, language) : language.t('admin.notScheduled');
}
