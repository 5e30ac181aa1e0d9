import type { Days } from '#lib/calendar/day.ts';
import type { FilterState } from '#lib/dashboard/filter-state.ts';
import { queryOfTile } from '#lib/dashboard/from-tile.ts';
import { choice } from '#lib/definition/filters.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { type AskedPeriod, periodOf } from '#lib/query/period.ts';
import type { Query } from '#lib/query/query.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { CompiledQuestion, QueryContext, TileRefusal } from '../query-context.ts';
import { compileQuery } from '../query-statement.ts';
import { dailySales } from '../tile-fixture.ts';

/** What a tile is asked at in tests of statements. */
export type TileContext = Omit<QueryContext, 'dialect' | 'compared'> & {
  choices: readonly { label: string; column: string; values: readonly (string | null)[] }[];
  /** The first day with rows and the last complete one; left out, nothing is known. */
  available?: Days | null;
};

/** A tile's question, compiled, with everything a reader would be told. */
export function tileQuestion(
  tile: Tile,
  { choices, days, available = null, ...at }: TileContext,
  dialect: Dialect = postgres,
): (CompiledQuestion & { asked: Query; asPeriod: AskedPeriod }) | TileRefusal {
  const question = queryOfTile(tile, choices.map(stateOf));
  if (!question.ok) return question;
  const asPeriod = periodOf(question.query, at.generation, { days, available });
  const { days: read, compared } = asPeriod;
  const compiled = compileQuery(question.query, { ...at, days: read, compared, dialect });
  if (!compiled.ok) return compiled;
  const notes = [...question.notes, ...asPeriod.notes, ...compiled.notes];
  return { ...compiled, asked: question.query, asPeriod, notes };
}

function stateOf({ label, column, values }: TileContext['choices'][number]): FilterState {
  const filter = { ...choice(dailySales, 'country'), column };
  return { kind: 'choice', name: column, label, text: '', problem: null, filter, values: [...values], default: '' };
}
