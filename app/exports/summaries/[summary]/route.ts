import { z } from 'zod';
import { route } from '#lib/auth/route.ts';
import { exportSummary } from '#lib/export/summary-export.ts';
import { registry } from '#queries/index.ts';

const query = z.strictObject({ epoch: z.string().optional() });
const params = z.object({ summary: z.string() });

/** A whole summary as CSV: `/exports/summaries/daily_sales?epoch=412`. */
export const GET = route(
  'GET /exports/summaries/[summary]',
  { query, params },
  async ({ viewer, query: { epoch = null }, params: { summary }, request }) =>
    exportSummary({ registry, viewer, summary, epoch, request }),
);
