import { operations } from '#lib/api/operations.ts';
import { route } from '#lib/auth/route.ts';
import { findSummary } from '#lib/definition/registry.ts';
import { scopeFor } from '#lib/query/scope.ts';
import { visibleSummaries } from '#lib/query/visible-summaries.ts';
import { listSummaries } from '#lib/warehouse/summaries.ts';
import { registry } from '#queries/index.ts';

/** Every summary that the viewer may ask, with what it is complete through, its epoch and, to who may read them all, its number of rows. */
export const GET = route(
  'GET /api/v1/summaries',
  { query: operations['GET /api/v1/summaries'].query },
  async ({ viewer }) => {
    const readsAll = (name: string) => {
      const summary = findSummary(registry, name);
      return summary !== null && scopeFor(viewer, summary) === 'everything';
    };
    const summaries = await listSummaries({ ...registry, summaries: visibleSummaries(registry, viewer) });
    return Response.json({
      summaries: summaries.map((listed) => ({ ...listed, rows: readsAll(listed.name) ? listed.rows : null })),
    });
  },
);
