import type { Language } from './language.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format of the viewer's language, made once. */
export function dateFormat({ tag }: Pick<Language, 'tag'>, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tag, options);
    formats.set(key, format);
  }
  return format;
}

/** `YYYY-MM-DD` as the instant of its midnight in UTC. */
export function parseDay(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}

const wholeDay = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;

/** `Jun 30, 2001`, `2001. 6. 30.` */
export function formatDay(day: string, language: Pick<Language, 'tag'>): string {
  return dateFormat(language, wholeDay).format(parseDay(day));
}

/**
 * Both days included, saying what the two share only once: `Jul 1 – 28, 2001`. Server and browser may space it differently,
 * and a page must be drawn alike by both.
 */
export function formatDayRange(from: string, to: string, language: Pick<Language, 'tag'>): string {
  return dateFormat(language, wholeDay)
    .formatRange(parseDay(from), parseDay(to))
    .replaceAll(/[\u2009\u202f]/g, ' ')
    .replaceAll(/ ?~ ?/g, '~');
}
