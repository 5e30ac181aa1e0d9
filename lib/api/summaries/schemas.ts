import { z } from 'zod';
import { day, instant, localTime, name } from '#lib/api/words.ts';

/** `GET /api/v1/summaries` */
export const summaries = z.object({
  summaries: z.array(
    z.object({
      name: z.string(),
      completeThrough: z.iso.datetime().nullable().meta({
        description: 'Up to this moment the summary contains everything its sources have; null when it is not built.',
      }),
      epoch: z.int().nullable().meta({ description: 'The last epoch that changed it; null when it was never built.' }),
      rows: z.int().nullable().meta({ description: 'Null where it is not built, or where not all rows may be read.' }),
    }),
  ),
});

export const summaryParams = z.object({ summary: name });

export const readyQuery = z.strictObject({
  through: z.union([day, localTime], 'Expected a day such as 2026-11-01 or a time such as 2026-11-01T12:00').meta({
    description:
      "A day, which is to be in to its end, or a moment. Without an offset it is meant in the summary's time zone.",
  }),
});

const ranges = z.array(z.object({ from: z.iso.date(), to: z.iso.date() }));

/** `GET /api/v1/summaries/{summary}/ready` */
export const readiness = z.object({
  summary: z.string(),
  ready: z.boolean().meta({
    description: 'Everything up to `through` is in and published, and nothing of it is pending, failed or held.',
  }),
  through: instant.meta({ description: 'The moment that was asked for.' }),
  completeThrough: z.iso.datetime().nullable(),
  epoch: z.int().nullable().meta({ description: 'The last epoch that changed the summary.' }),
  pending: ranges.meta({ description: 'Days before `through` whose source has changed since they were built.' }),
  failed: ranges.meta({ description: 'Days before `through` whose last build failed.' }),
  held: ranges.meta({ description: 'Days before `through` that were rolled back and are held.' }),
  why: z.string().nullable().meta({ description: 'Why it is not ready, in a sentence.' }),
});

export type Readiness = z.output<typeof readiness>;
