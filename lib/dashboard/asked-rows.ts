import type { Scope } from '#lib/compile/scope.ts';
import type { Load } from '#lib/query/execution/load.ts';
import type { Piece } from '#lib/warehouse/dialect.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { type Pinned, requireAboveHorizon } from './pinned.ts';
import type { Cell } from './tile-result.ts';

/** What a page asks its questions with. */
export type Asking = { load: Load; pinned: Pinned; schema: string };

/** What rows depend on beside the page's epoch. */
type Asked = { generation: ServedGeneration; scope: Scope; question: string };

/** Rows for what a page shows around its tiles: the days there are, the values to choose from. */
export async function askedRows(
  { load, pinned }: Asking,
  { generation, scope, question }: Asked,
  query: Piece,
): Promise<Cell[][]> {
  requireAboveHorizon(pinned, generation.summary);
  const { id, changedAt } = generation;
  const { rows } = await load.rows({
    key: { incarnation: pinned.incarnation, generation: id, changedAt, scope, question },
    compiled: postgres.compile(query),
    at: { summary: generation.summary, epoch: pinned.epoch },
  });
  return rows;
}
