import { dateFormat } from '#lib/i18n/day.ts';
import type { Language } from '#lib/i18n/language.ts';

/** What common crons say, such as `Every day at 06:00`; null for the others, whose next runs speak for themselves. */
export function cronWords(cron: string, language: Language): string | null {
  const { t } = language;
  const [minute = '', hour = '', day = '', month = '', weekday = '', more] = cron.trim().split(/\s+/);
  if (more !== undefined || month !== '*') return null;
  const anyDay = day === '*' && weekday === '*';
  if (anyDay && hour === '*') {
    if (minute === '*') return t('every.minutes', { count: 1 });
    const step = stepOf(minute, 60);
    if (step) return t('every.minutes', { count: step });
    if (/^00?$/.test(minute)) return t('every.hours', { count: 1 });
    return isNumber(minute, 0, 59) ? t('schedules.hourly', { minute: minute.padStart(2, '0') }) : null;
  }
  if (!isNumber(minute, 0, 59)) return null;
  const hours = stepOf(hour, 24);
  if (anyDay && hours && /^00?$/.test(minute)) return t('every.hours', { count: hours });
  if (anyDay && hours) return t('schedules.everyHours', { count: hours, minute: minute.padStart(2, '0') });
  if (!isNumber(hour, 0, 23)) return null;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (anyDay) return t('schedules.daily', { time });
  if (day === '*') {
    if (weekday === '1-5') return t('schedules.weekdays', { time });
    const days = weekdaysOf(weekday, language);
    return days ? t('schedules.weekly', { days, time }) : null;
  }
  return weekday === '*' && isNumber(day, 1, 31) ? t('schedules.monthly', { day: Number(day), time }) : null;
}

/** The number of a step that divides the whole evenly: every 7 minutes would not be true across the hour. */
function stepOf(text: string, whole: number): number | null {
  const step = Number(/^\*\/(\d{1,2})$/.exec(text)?.[1] ?? 0);
  return step > 0 && step < whole && whole % step === 0 ? step : null;
}

const isNumber = (text: string, from: number, to: number) =>
  /^\d{1,2}$/.test(text) && Number(text) >= from && Number(text) <= to;

/** `1,4` as `Monday and Thursday`: 0 and 7 are both Sunday. */
function weekdaysOf(text: string, language: Language): string | null {
  const days = text.split(',');
  if (!days.every((day) => isNumber(day, 0, 7))) return null;
  // The first of January 2023 was a Sunday.
  const name = (day: string) =>
    dateFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2023, 0, 1 + Number(day)));
  return new Intl.ListFormat(language.tag, { type: 'conjunction' }).format(days.map(name));
}
