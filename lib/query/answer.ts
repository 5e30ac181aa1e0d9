import type { Days } from '#lib/calendar/day.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import type { Scope } from '#lib/compile/scope.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { message } from '#lib/i18n/message.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { contextOf } from './context.ts';
import type { Load } from './execution/load.ts';
import { tileFailure } from './failure.ts';
import { type Pinned, requireAboveHorizon } from './pinned.ts';
import type { Query } from './query.ts';
import type { ReadWarehouse } from './read-warehouse.ts';
import type { TileFailure, TileResult } from './result.ts';
import { tileColumns } from './result-columns.ts';
import { rowsRequest } from './rows-request.ts';
import { shapeRows } from './shape/shape-rows.ts';

/** Everything the answer to a question depends on, once it is known which summary answers it. */
export type AnswerRequest = {
  query: Query;
  summary: SummaryDefinition;
  generation: ServedGeneration | undefined;
  pinned: Pinned;
  scope: Scope;
  /** The days asked for, before they are widened to whole buckets of the summary. */
  days: Days | null;
  available: Days | null;
  warehouse: ReadWarehouse;
  load: Load;
};

/**
 * The answer to a question at the pinned epoch. It is kept under everything it depends on, among it the epoch at which its
 * summary last changed, so it never goes stale; equal questions of a page, and of pages loaded at once, are one statement.
 */
export async function answerFrom(request: AnswerRequest): Promise<TileResult> {
  const { query, summary, generation, pinned, scope, warehouse } = request;
  try {
    if (!generation) return unbuilt(summary.name, pinned);
    requireAboveHorizon(pinned, summary.name);
    const { days, available } = request;
    const { context, period } = contextOf(query, { generation, scope, available }, days, { warehouse, pinned });
    const compiled = compileQuery(query, context);
    if (!compiled.ok) return { ok: false, code: 'refused', message: compiled.message };

    const rows = rowsRequest(query, compiled, context, pinned);
    const { sql, parameters } = rows.compiled;
    const found = await request.load.shaped(rows, {
      // How gaps are filled is no part of a build: a definition that is edited while this runs may say it anew.
      key: JSON.stringify([period, days, available, query.measures.map(({ name }) => summary.columns[name]?.fill)]),
      of: (read) => shapeRows(query, compiled, read, { period, available, generation, definition: summary }),
    });
    return {
      ok: true,
      columns: tileColumns(compiled, summary),
      ...found.value,
      milliseconds: found.milliseconds,
      summary: summary.name,
      epoch: pinned.epoch,
      completeThrough: generation.completeThrough,
      sql,
      parameters: [...parameters],
    };
  } catch (error) {
    return tileFailure(`a question to ${summary.name}`, error);
  }
}

function unbuilt(summary: string, pinned: Pinned): TileFailure {
  const said = pinned.asked
    ? message('problem.unbuiltThen', { summary, epoch: pinned.epoch })
    : message('problem.unbuilt', { summary });
  return { ok: false, code: 'unbuilt', message: said };
}
