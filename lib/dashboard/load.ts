import { tileId } from '#lib/definition/dashboard.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { message } from '#lib/i18n/message.ts';
import { answerFrom } from '#lib/query/answer.ts';
import { pageFailure, tileFailure } from '#lib/query/failure.ts';
import type { TileResult } from '#lib/query/result.ts';
import type { DashboardLoad } from './dashboard-load.ts';
import { filterView } from './filter-view.ts';
import { queryOfTile } from './from-tile.ts';
import { dashboardHead } from './head.ts';
import { planTile } from './plan-tile.ts';
import { daysOf, type LoadRequest, type PreparedLoad, prepareLoad } from './prepare.ts';

/**
 * A whole page at one epoch: its head, and a promise for each tile that never rejects. Equal tiles are one statement; the
 * pool of pages bounds how many run at once. Throws a `PersonError` where there is no page to show.
 */
export async function loadDashboard(request: LoadRequest): Promise<DashboardLoad> {
  try {
    const prepared = await prepareLoad(request);
    const tiles = prepared.dashboard.tiles.map((tile, index): [string, Promise<TileResult>] => [
      tileId(index),
      loadTile(tile, prepared),
    ]);
    // After the tiles have begun: what there is to choose from is not waited for.
    const views = Promise.all(prepared.states.map((state) => filterView(state, prepared)));
    void Promise.allSettled([views, ...tiles.map(([, tile]) => tile)]).finally(prepared.load.end);
    const filters = await views;
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
  try {
    const { query, notes } = question;
    const { pinned, warehouse, load } = prepared;
    const days = daysOf(prepared.states, prepared.ranges);
    const { candidate, considered } = await planTile(query, summary, days, prepared);
    const answer = await answerFrom({ query, ...candidate, days, pinned, warehouse, load });
    if (!answer.ok) return answer;
    const answeredBy = { summary: candidate.summary.name, considered };
    return { ...answer, answeredBy, notes: [...notes, ...answer.notes] };
  } catch (error) {
    return tileFailure(`tile ${tile.title}`, error);
  }
}
