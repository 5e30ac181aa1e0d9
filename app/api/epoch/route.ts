import { z } from 'zod';
import { route } from '#lib/auth/route.ts';
import { newestEpoch } from '#lib/dashboard/newest-epoch.ts';

/** The newest epoch, for open pages that ask whether there is something newer than what they show. */
export const GET = route('GET /api/epoch', { query: z.strictObject({}) }, async () =>
  Response.json(await newestEpoch()),
);
