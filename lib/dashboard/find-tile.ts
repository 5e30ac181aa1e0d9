import { compile } from '#lib/compile/bind.ts';
import { type Scope, scopeKey } from '#lib/compile/scope.ts';
import { type TileContext, tileQuery } from '#lib/compile/tile-query.ts';
import type { Choice } from '#lib/compile/tile-where.ts';
import type { Days } from '#lib/definition/date-range.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { message } from '#lib/i18n/message.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import { tileFailure } from './failure.ts';
import type { Pinned } from './pinned.ts';
import { readRows } from './read.ts';
import { remembered } from './remembered.ts';
import { tileColumns } from './tile-columns.ts';
import type { TileFailure, TileResult } from './tile-result.ts';
import { type TileRows, tileRows } from './tile-rows.ts';
import type { ReadWarehouse } from './warehouse.ts';

/** Everything a tile's result depends on. */
export type TileRequest = {
  tile: Tile;
  summary: SummaryDefinition;
  generation: ServedGeneration | undefined;
  pinned: Pinned;
  scope: Scope;
  days: Days | null;
  available: Days | null;
  choices: readonly Choice[];
};

// By rows: ten columns of 400,000 rows are about 200 MB, and few tiles have ten columns.
const results = remembered<TileRows & { milliseconds: number }>(400_000, ({ rows }) => rows + 1);

/**
 * A tile's result at the pinned epoch. A result is kept under everything it depends on, among it the epoch at which its
 * summary last changed, so it never goes stale; equal tiles of a page, and of pages loaded at once, are one statement.
 */
export async function findTile(warehouse: ReadWarehouse, request: TileRequest): Promise<TileResult> {
  const { tile, summary, generation, pinned, scope } = request;
  try {
    if (!generation) return unbuilt(summary.name, pinned);
    const context: TileContext = { ...request, generation, schema: warehouse.schema, epoch: pinned.epoch };
    const query = tileQuery(tile, context);
    if (!query.ok) return { ok: false, code: 'refused', message: query.message };

    const asOfChange = tileQuery(tile, { ...context, epoch: generation.changedAt });
    const { sql, parameters } = compile(query.query);
    const key = JSON.stringify([
      pinned.incarnation,
      generation.id,
      asOfChange.ok ? compile(asOfChange.query) : '',
      scopeKey(scope),
      request.available,
      [tile.kind, tile.compare],
    ]);
    const at = { summary: summary.name, epoch: pinned.epoch };
    const found = await readAboveHorizon(warehouse.pages, warehouse.schema, at, () =>
      results.get(key, async () => {
        const started = performance.now();
        const rows = await readRows(warehouse.pages, query.query);
        return {
          ...tileRows(tile, query, rows, request.available),
          milliseconds: Math.round(performance.now() - started),
        };
      }),
    );
    return {
      ok: true,
      columns: tileColumns(query, summary),
      ...found,
      summary: summary.name,
      epoch: pinned.epoch,
      completeThrough: generation.completeThrough,
      sql,
      parameters: [...parameters],
    };
  } catch (error) {
    return tileFailure(`tile ${tile.title}`, error);
  }
}

function unbuilt(summary: string, pinned: Pinned): TileFailure {
  const said = pinned.asked
    ? message('problem.unbuiltThen', { summary, epoch: pinned.epoch })
    : message('problem.unbuilt', { summary });
  return { ok: false, code: 'unbuilt', message: said };
}
