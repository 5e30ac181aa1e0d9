import { cronTicks, isZone } from '#lib/definition/cron.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { requireCron } from './require-cron.ts';

/** When a cron in a zone would run next, as ISO text; refuses in the words in which saving it would. */
export function previewTicks({ cron, zone }: { cron: string; zone: string }, after: Date, count: number): string[] {
  requireCron(cron);
  if (!isZone(zone)) throw new PersonError({ message: message('problem.zone', { zone }) });
  return cronTicks(cron, zone, after, count).map((tick) => tick.toISOString());
}
