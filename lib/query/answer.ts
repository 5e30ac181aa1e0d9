import type { QueryContext } from '#lib/compile/query-context.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import { type Scope, scopeKey } from '#lib/compile/scope.ts';
import { periodOf } from '#lib/compile/tile-period.ts';
import { tileFailure } from '#lib/dashboard/failure.ts';
import type { Pinned } from '#lib/dashboard/pinned.ts';
import { readRows } from '#lib/dashboard/read.ts';
import { remembered } from '#lib/dashboard/remembered.ts';
import { tileColumns } from '#lib/dashboard/tile-columns.ts';
import type { TileFailure, TileResult } from '#lib/dashboard/tile-result.ts';
import { type TileRows, tileRows } from '#lib/dashboard/tile-rows.ts';
import type { ReadWarehouse } from '#lib/dashboard/warehouse.ts';
import type { Days } from '#lib/definition/date-range.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { message } from '#lib/i18n/message.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { Query } from './query.ts';

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
};

// By rows: ten columns of 400,000 rows are about 200 MB, and few answers have ten columns.
const results = remembered<TileRows & { milliseconds: number }>(400_000, ({ rows }) => rows + 1);

/**
 * The answer to a question at the pinned epoch. It is kept under everything it depends on, among it the epoch at which its
 * summary last changed, so it never goes stale; equal questions of a page, and of pages loaded at once, are one statement.
 */
export async function answerFrom(request: AnswerRequest): Promise<TileResult> {
  const { query, summary, generation, pinned, scope, warehouse } = request;
  try {
    if (!generation) return unbuilt(summary.name, pinned);
    const { notes, ...period } = periodOf(query, generation, request.days);
    const { schema } = warehouse;
    const context: QueryContext = { dialect: postgres, schema, generation, epoch: pinned.epoch, scope, ...period };
    const compiled = compileQuery(query, context);
    if (!compiled.ok) return { ok: false, code: 'refused', message: compiled.message };

    const asOfChange = compileQuery(query, { ...context, epoch: generation.changedAt });
    const { sql, parameters } = postgres.compile(compiled.query);
    const key = JSON.stringify([
      pinned.incarnation,
      generation.id,
      asOfChange.ok ? postgres.compile(asOfChange.query) : '',
      scopeKey(scope),
      request.available,
      query,
    ]);
    const at = { summary: summary.name, epoch: pinned.epoch };
    const found = await readAboveHorizon(warehouse.pages, schema, at, () =>
      results.get(key, async () => {
        const started = performance.now();
        const rows = await readRows(warehouse.pages, compiled.query);
        return {
          ...tileRows(query, { ...compiled, notes: [...notes, ...compiled.notes] }, rows, request.available),
          milliseconds: Math.round(performance.now() - started),
        };
      }),
    );
    return {
      ok: true,
      columns: tileColumns(compiled, summary),
      ...found,
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
