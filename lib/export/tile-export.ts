import type { Viewer } from '#lib/auth/viewer.ts';
import { loadTile } from '#lib/dashboard/load.ts';
import { prepareLoad } from '#lib/dashboard/prepare.ts';
import { tileId } from '#lib/definition/dashboard.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { pageFailure } from '#lib/query/failure.ts';
import { failureStatus } from '#lib/query/failure-status.ts';
import type { ReadWarehouse } from '#lib/query/read-warehouse.ts';
import { tileCsv } from './csv.ts';
import { csvHeaders } from './csv-response.ts';

export type TileExport = {
  registry: Registry;
  viewer: Viewer;
  dashboard: string;
  tile: string;
  epoch: string | null;
  filters: Readonly<Record<string, string>>;
  warehouse?: ReadWarehouse;
  /** What breaks it off. */
  load?: { signal: AbortSignal };
};

/**
 * What a tile shows, as CSV: the same rows, order and limit, found by the same code as the screen's. A filter that was not
 * understood is refused here, for a file cannot say that something else was taken instead.
 */
export async function exportTile(request: TileExport): Promise<Response> {
  const prepared = await prepareLoad(request).catch((error) => {
    throw pageFailure(error);
  });
  const problem = [...prepared.notes, ...prepared.states.flatMap((state) => state.problem ?? [])][0];
  if (problem)
    throw new PersonError({ found: say(problem, english), expected: '', todo: 'Correct the address.', status: 400 });
  const { dashboard, pinned } = prepared;
  const tile = dashboard.tiles.find((_, index) => tileId(index) === request.tile);
  if (!tile) {
    throw new PersonError({
      found: `${dashboard.name} has no tile "${request.tile.slice(0, 40)}".`,
      expected: `Its tiles are t1 to ${tileId(dashboard.tiles.length - 1)}.`,
      todo: '',
      status: 404,
    });
  }
  const result = await loadTile(tile, prepared).finally(prepared.load.end);
  if (!result.ok)
    throw new PersonError({
      found: say(result.message, english),
      expected: '',
      todo: '',
      status: failureStatus[result.code],
    });
  const name = `${dashboard.name}-${tile.title || request.tile}-epoch-${pinned.epoch}.csv`.toLowerCase();
  return new Response(tileCsv(result), {
    headers: {
      ...csvHeaders({ name, epoch: pinned.epoch, summary: result.summary }),
      'X-Summa-Truncated': String(result.truncated),
    },
  });
}
