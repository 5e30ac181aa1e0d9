import { z } from 'zod';
import { route } from '#lib/auth/route.ts';
import { listSummaries } from '#lib/warehouse/summaries.ts';
import { registry } from '#queries/index.ts';

/** Every summary with what it is complete through, its epoch and its rows. */
export const GET = route('GET /api/v1/summaries', { query: z.strictObject({}) }, async () =>
  Response.json({ summaries: await listSummaries(registry) }),
);
