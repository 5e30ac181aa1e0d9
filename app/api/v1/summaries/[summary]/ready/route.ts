import { readReadiness } from '#lib/api/summaries/read-readiness.ts';
import { readyQuery, summaryParams } from '#lib/api/summaries/schemas.ts';
import { route } from '#lib/auth/route.ts';
import { findSummary } from '#lib/definition/registry.ts';
import { readEnvironment } from '#lib/environment.ts';
import { visibleSummaries } from '#lib/query/visible-summaries.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

/** Whether everything up to a day or moment is in and published: `?through=2026-11-01`. */
export const GET = route(
  'GET /api/v1/summaries/[summary]/ready',
  { params: summaryParams, query: readyQuery },
  async ({ viewer, params: { summary }, query: { through } }) => {
    // What is not for this viewer is answered, and listed, as if it were not there.
    const visible = { ...registry, summaries: visibleSummaries(registry, viewer) };
    const known = findSummary(visible, summary) ? registry : visible;
    return Response.json(await readReadiness(controlStore(), known, readEnvironment(), { summary, through }));
  },
);
