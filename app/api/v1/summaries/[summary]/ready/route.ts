import { readReadiness } from '#lib/api/summaries/read-readiness.ts';
import { readyQuery, summaryParams } from '#lib/api/summaries/schemas.ts';
import { route } from '#lib/auth/route.ts';
import { readEnvironment } from '#lib/environment.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

/** Whether everything up to a day or moment is in and published: `?through=2026-11-01`. */
export const GET = route(
  'GET /api/v1/summaries/[summary]/ready',
  { params: summaryParams, query: readyQuery },
  async ({ params: { summary }, query: { through } }) =>
    Response.json(await readReadiness(controlStore(), registry, readEnvironment(), { summary, through })),
);
