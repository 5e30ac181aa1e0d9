import type { Days } from '#lib/calendar/day.ts';
import { formatDay, formatDayRange } from './day.ts';
import { formatDecimal } from './decimal.ts';
import type { Language, MessageKey, Values } from './language.ts';

/**
 * What a message is about. Days, decimal numbers, which are exact as strings, and messages within messages are written in
 * the reader's language.
 */
export type MessageValue =
  | string
  | number
  | { day: string }
  | { days: Days }
  | { decimal: string }
  | { message: Message };

/**
 * A sentence that is made before it is known who reads it: results are kept for readers of every language, refusals are
 * also logged. It travels as it is and is said where it is read.
 */
export type Message = { key: MessageKey; values?: Record<string, MessageValue> };

export function message(key: MessageKey, values?: Record<string, MessageValue>): Message {
  return values ? { key, values } : { key };
}

/** A message in the reader's words. */
export function say({ key, values = {} }: Message, language: Language): string {
  const said: Values = {};
  for (const [name, value] of Object.entries(values)) said[name] = sayValue(value, language);
  return language.t(key, said);
}

function sayValue(value: MessageValue, language: Language): string | number {
  if (typeof value !== 'object') return value;
  if ('day' in value) return formatDay(value.day, language);
  if ('days' in value) return formatDayRange(value.days.from, value.days.to, language);
  if ('decimal' in value) return formatDecimal(value.decimal, language);
  return say(value.message, language);
}
