import type { At } from '#lib/compile/available-days.ts';
import type { Scope } from '#lib/compile/scope.ts';
import type { Load } from '#lib/query/execution/load.ts';
import type { Piece } from '#lib/warehouse/dialect.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { questionDialect } from '#lib/warehouse/question-dialect.ts';
import { type Pinned, requireAboveHorizon } from './pinned.ts';
import type { ReadWarehouse } from './read-warehouse.ts';
import type { Cell } from './result.ts';

/** What a page asks its questions with. */
export type Asking = { load: Load; pinned: Pinned; warehouse: ReadWarehouse };

/** What rows depend on beside the page's epoch. */
type Asked = { at: ReturnType<typeof askedAt>; question: string };

/** Where and as of when its statements read. */
export function askedAt(
  { pinned, warehouse }: Asking,
  generation: ServedGeneration,
  scope: Scope,
): At & { generation: ServedGeneration } {
  const dialect = questionDialect(warehouse.pages);
  return { dialect, schema: warehouse.schema, generation, epoch: pinned.epoch, scope };
}

/**
 * Rows for what a page shows around its tiles: the days there are, the values to choose from. Of the rows that are served
 * now the first and the last day stand at the ends of an index; none where `query` is null.
 */
export async function askedRows(
  { load, pinned }: Asking,
  { at, question }: Asked,
  query: (at: At) => Piece | null,
): Promise<Cell[][]> {
  const { generation, scope, dialect } = at;
  requireAboveHorizon(pinned, generation.summary);
  const { id, changedAt } = generation;
  const exact = query(at);
  const current = pinned.epoch === pinned.latest ? query({ ...at, epoch: 'current' }) : null;
  if (!exact) return [];
  const { rows } = await load.rows({
    key: { incarnation: pinned.incarnation, generation: id, changedAt, scope, question },
    compiled: dialect.compile(exact),
    ...(current ? { current: () => dialect.compile(current) } : {}),
    at: { summary: generation.summary, epoch: pinned.epoch },
  });
  return rows;
}
