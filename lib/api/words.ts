import { z } from 'zod';

/** Years every part of Summa understands; text in ISO form compares as time does. */
const inRange = (text: string) => text >= '1000-01-01' && text < '3000-01-01';
const expectedYears = 'Expected a year from 1000 to 2999';

/** A day the warehouse understands. */
export const day = z.iso
  .date()
  .refine(inRange, expectedYears)
  .meta({ description: "A day `YYYY-MM-DD` in the summary's time zone." });

/** Half-open days. */
export const days = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from < to, 'Expected `from` before `to`, which is the first day after the range')
  .meta({ description: '`from` is included, `to` is the first day after the range.' });

/** Why something is done, for whoever reads it later. PostgreSQL keeps neither NUL nor half a character. */
export const reason = z
  .string()
  .trim()
  .max(500)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'Expected a text without NUL and halves of characters')
  .nullish()
  .meta({ description: 'Why, in words; kept with the run and the epochs it publishes.' });

/** A name in a path: what is not there is answered with 404, whatever it looks like. */
export const name = z.string().max(200);

/** A moment, with its offset. */
export const instant = z.iso.datetime({ offset: true }).refine(inRange, expectedYears);

/** A moment, or without an offset what the clock of a summary's zone shows then. */
export const localTime = z.iso.datetime({ local: true, offset: true }).refine(inRange, expectedYears);
