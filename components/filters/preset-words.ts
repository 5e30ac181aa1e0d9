import { rangeMessage } from '#lib/dashboard/range-message.ts';
import { parseDateRange } from '#lib/definition/date-range.ts';
import type { Language } from '#lib/i18n/language.ts';
import { say } from '#lib/i18n/message.ts';

/** A range as people name it, from its form in a URL: `last-28-days` is `Last 28 days`. */
export function presetWords(value: string, language: Language): string {
  const range = parseDateRange(value);
  return range ? say(rangeMessage(range), language) : value;
}
