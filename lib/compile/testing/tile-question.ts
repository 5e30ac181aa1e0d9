import type { FilterState } from '#lib/dashboard/filter-state.ts';
import { choice } from '#lib/definition/filters.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { queryOfTile } from '#lib/query/from-tile.ts';
import type { Query } from '#lib/query/query.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { CompiledQuestion, QueryContext, TileRefusal } from '../query-context.ts';
import { compileQuery } from '../query-statement.ts';
import { dailySales } from '../tile-fixture.ts';
import { periodOf } from '../tile-period.ts';

/** What a tile is asked at in tests of statements. */
export type TileContext = Omit<QueryContext, 'dialect' | 'compared'> & {
  choices: readonly { label: string; column: string; values: readonly (string | null)[] }[];
};

/** A tile's question, compiled, with everything a reader would be told. */
export function tileQuestion(
  tile: Tile,
  { choices, days, ...at }: TileContext,
  dialect: Dialect = postgres,
): (CompiledQuestion & { asked: Query }) | TileRefusal {
  const question = queryOfTile(tile, choices.map(stateOf));
  if (!question.ok) return question;
  const { notes, ...period } = periodOf(question.query, at.generation, days);
  const compiled = compileQuery(question.query, { ...at, ...period, dialect });
  if (!compiled.ok) return compiled;
  return { ...compiled, asked: question.query, notes: [...question.notes, ...notes, ...compiled.notes] };
}

function stateOf({ label, column, values }: TileContext['choices'][number]): FilterState {
  const filter = { ...choice(dailySales, 'country'), column };
  return { kind: 'choice', name: column, label, text: '', problem: null, filter, values: [...values], default: '' };
}
