import type { Viewer } from '#lib/auth/viewer.ts';
import { Refusal } from '#lib/compile/tile-refusal.ts';
import { findSummary, type Registry } from '#lib/definition/registry.ts';
import { PersonError } from '#lib/problem.ts';
import { pageFailure } from '#lib/query/failure.ts';
import { pinEpoch } from '#lib/query/pinned.ts';
import { type ReadWarehouse, readWarehouse } from '#lib/query/read-warehouse.ts';
import { scopeFor } from '#lib/query/scope.ts';
import { passedHorizon } from '#lib/warehouse/horizon.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { isOfRedshift } from '#lib/warehouse/redshift/connection.ts';
import { copyOut } from './copy-out.ts';
import { csvHeaders, takesGzip } from './csv-response.ts';
import { fileStream } from './file-stream.ts';
import { summaryQuery } from './summary-query.ts';

export type SummaryExport = {
  registry: Registry;
  viewer: Viewer;
  summary: string;
  epoch: string | null;
  request: Request;
  warehouse?: ReadWarehouse;
  stallAfter?: number;
};

/** Every row of a summary that the viewer may read, at one epoch, streamed as CSV. Never cut short without a broken transfer. */
export async function exportSummary(asked: SummaryExport): Promise<Response> {
  const { registry, viewer, request, stallAfter, warehouse = readWarehouse() } = asked;
  const { pages, exports, schema } = warehouse;
  const summary = findSummary(registry, asked.summary);
  if (isOfRedshift(exports)) {
    throw refused(
      501,
      'Whole summaries of a Redshift cannot be exported yet.',
      'UNLOAD the view of the summary to S3.',
    );
  }
  if (!summary)
    throw refused(
      404,
      `There is no summary called "${asked.summary.slice(0, 60)}".`,
      'GET /api/v1/summaries lists them.',
    );
  try {
    const { epoch, generations } = await pinEpoch(pages, schema, asked.epoch);
    const generation = generations.get(summary.name);
    if (!generation)
      throw refused(409, `${summary.name} was not built at epoch ${epoch}.`, 'Choose a newer epoch, or refresh it.');
    // In the snapshot of the rows: whatever is cleared away while they are sent, they are whole.
    const permit = async (db: Queryable) => {
      const passed = await passedHorizon(db, schema, summary.name, epoch);
      if (passed) throw new PersonError({ message: passed });
    };
    const query = summaryQuery(summary, generation, { schema, epoch, scope: scopeFor(viewer, summary) });
    const copy = await copyOut(exports, query, { cancelBy: pages, permit });
    const gzip = takesGzip(request.headers);
    const body = await fileStream(copy, {
      signal: request.signal,
      gzip,
      ...(stallAfter ? { stallAfter } : {}),
    });
    const name = `${summary.name}-epoch-${epoch}.csv`;
    return new Response(body, { headers: csvHeaders({ name, epoch, summary: summary.name, gzip }) });
  } catch (error) {
    throw error instanceof Refusal ? refused(422, error.message) : pageFailure(error);
  }
}

function refused(status: number, found: string, todo = ''): PersonError {
  return new PersonError({ found, expected: '', todo, status });
}
