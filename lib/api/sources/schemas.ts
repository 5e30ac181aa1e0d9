import { z } from 'zod';
import { days, instant, name, reason } from '#lib/api/words.ts';

export const sourceParams = z.object({ source: name });

/** `POST /api/v1/sources/{source}/invalidations` */
export const invalidationBody = z.strictObject({
  ranges: z.union([z.array(days).max(1000), z.literal('all')], "Expected a list of {from, to}, or 'all'").meta({
    description:
      'Which days were changed or added, or `all`; `[]` with `through` only says how far the source is complete.',
  }),
  through: instant.nullish().meta({ description: 'The moment up to which the source is now complete.' }),
  reason,
});

export const invalidated = z.object({
  source: z.string(),
  ranges: z.int().meta({ description: 'How many ranges were noted; the refreshes that are due build them.' }),
});
