import { tileId } from '#lib/definition/dashboard.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { message } from '#lib/i18n/message.ts';
import { answerFrom } from '#lib/query/answer.ts';
import { queryOfTile } from '#lib/query/from-tile.ts';
import { pageFailure } from './failure.ts';
import { filterView } from './filter-view.ts';
import { dashboardHead } from './head.ts';
import { daysOf, type LoadRequest, type PreparedLoad, prepareLoad } from './prepare.ts';
import { scopeFor } from './scope.ts';
import type { DashboardLoad, TileResult } from './tile-result.ts';

/**
 * A whole page at one epoch: its head, and a promise for each tile that never rejects. Equal tiles are one statement; the
 * pool of pages bounds how many run at once. Throws a `PersonError` where there is no page to show.
 */
export async function loadDashboard(request: LoadRequest): Promise<DashboardLoad> {
  try {
    const prepared = await prepareLoad(request);
    const filters = await Promise.all(prepared.states.map((state) => filterView(state, prepared)));
    const tiles = prepared.dashboard.tiles.map((tile, index): [string, Promise<TileResult>] => [
      tileId(index),
      loadTile(tile, prepared),
    ]);
    void Promise.all(tiles.map(([, tile]) => tile)).finally(prepared.load.end);
    return { id: prepared.load.id, head: dashboardHead(prepared, filters), tiles: Object.fromEntries(tiles) };
  } catch (error) {
    throw pageFailure(error);
  }
}

/** One tile of a prepared page. */
export async function loadTile(tile: Tile, prepared: PreparedLoad): Promise<TileResult> {
  const question = queryOfTile(tile, prepared.states);
  const summary = tile.measures[0]?.summary;
  if (!question.ok || !summary) {
    return { ok: false, code: 'refused', message: question.ok ? message('refusal.noMeasure') : question.message };
  }
  const answer = await answerFrom({
    query: question.query,
    summary,
    generation: prepared.pinned.generations.get(summary.name),
    pinned: prepared.pinned,
    scope: scopeFor(prepared.viewer, summary),
    days: daysOf(prepared.states, prepared.ranges),
    available: prepared.available.get(summary.name) ?? null,
    warehouse: prepared.warehouse,
    load: prepared.load,
  });
  return answer.ok ? { ...answer, notes: [...question.notes, ...answer.notes] } : answer;
}
