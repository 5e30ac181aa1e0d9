import { type RawBuilder, sql } from 'kysely';
import type { Query } from '#lib/query/query.ts';
import type { HiddenColumn } from './query-context.ts';
import type { Others } from './query-level-keys.ts';
import { leveled } from './query-leveled.ts';
import { dimensionsOf, levelsForShares, levelsOf } from './query-levels.ts';
import { isPart, type Measure } from './query-measures.ts';
import { columnsOf, isTimeline, roomOf } from './query-order.ts';
import { companionsOf, entitiesOf, groupedRows, isCompared, moments, type Parts } from './query-parts.ts';
import { type Axes, placed } from './query-placed.ts';
import { valueIn } from './query-shares.ts';

/** What a statement of several levels says of its rows beside what the plain one does. */
export type Layered = {
  query: RawBuilder<unknown>;
  hidden: HiddenColumn[];
  levels: string[][];
  marked: number | null;
  limit: { rows: number; defined: boolean };
};

/** Whether a question needs more than its single rows in the order of the database: totals, what is left out, parts of wholes. */
export function isLayered(query: Query, compared: boolean, atLast: boolean): boolean {
  if (query.dimensions.length === 0) return false;
  if (query.totals !== 'none' || query.others || query.measures.some(({ as }) => isPart(as))) return true;
  // What a level was before can stand for a bucket without rows only where the summary has none at all then.
  if (atLast && isTimeline(query)) return true;
  // Rows of a pivot have to be added up before they are sorted by anything but time.
  const byTime = query.sort.every(({ by, descending }) => by === '@' && !descending) && query.dimensions[0] === '@';
  if (query.pivot.length > 0 && query.sort.length > 0 && !byTime) return true;
  // Of two periods the same rows must be cut off.
  return compared && !isTimeline(query);
}

/**
 * A question with its totals as one statement: its rows are read and put together once ("grouped"), get their places
 * ("placed"), and every level is computed from these ("leveled").
 */
export function layeredQuery(parts: Parts, measures: Measure[], axes: Axes): Layered {
  const { query, groups, context } = parts;
  const { dialect } = context;
  const limit = roomOf(query);
  const others: Others = {
    rows: query.others && axes.down.length > 0 && !isTimeline(query),
    columns: query.others && axes.across.length > 0,
  };
  const asked = levelsOf(query);
  const levels = [...asked, ...levelsForShares(query, asked)];
  const room = { rows: limit.rows, columns: columnsOf(query) };
  const marked = isMarked(parts) ? asked.length : null;
  const definitions = [
    ...moments(parts),
    ...companionsOf(parts).map((companion) => entitiesOf(parts, companion)),
    sql`${sql.id('grouped')} as (\n${groupedRows(parts, true)}\n)`,
    placed(parts, measures, axes, room),
    leveled(parts, axes, levels, others, marked),
  ];
  const hidden: HiddenColumn[] = [
    ...(isCompared(parts) ? (['_period'] as const) : []),
    ...(asked.length > 1 || marked !== null ? (['_level'] as const) : []),
    ...(others.rows || others.columns ? (['_rest'] as const) : []),
    ...(axes.across.length > 0 ? (['_rank', '_count'] as const) : []),
    '_rows',
  ];
  const values = [
    ...groups.map((group) => sql.id('leveled', group.name)),
    ...measures.map((measure) => sql`${valueIn(parts, axes, measure)} as ${sql.id(measure.key)}`),
    ...hidden.map(hiddenValue),
  ];
  const placesOfRows = ['_level', '_row', '_column'].map((name) => sql.id('leveled', name));
  const shown = [...groups.map((group) => group.name), ...measures.map(({ key }) => key), ...hidden].map((name) =>
    sql.id(name),
  );
  const order = [
    ...(isCompared(parts) ? [sql.id('_period')] : []),
    sql.id('_order_level'),
    dialect.order(sql.id('_order_row'), 'bigint', 'ascending'),
    dialect.order(sql.id('_order_column'), 'bigint', 'ascending'),
  ];
  const ordered = placesOfRows.map((place, index) => sql`${place} as ${sql.id(orders[index] ?? '')}`);
  return {
    query: sql`with ${sql.join(definitions, sql`,\n`)}
select ${sql.join(shown)}
from (
  select ${sql.join([...values, ...ordered])}
  from ${sql.id('leveled')}
) as ${sql.id('answer')}
where ${sql.id('_order_level')} >= 0
order by ${sql.join(order)}`,
    hidden,
    levels: asked.map((level) => dimensionsOf(query, level)),
    marked,
    limit,
  };
}

/** Whether rows are added that say in which buckets the summary has rows. */
function isMarked({ query, bases }: Parts): boolean {
  return isTimeline(query) && bases.some((base) => base.additivity === 'last');
}

const orders = ['_order_level', '_order_row', '_order_column'];

function hiddenValue(name: HiddenColumn): RawBuilder<unknown> {
  const all = (place: string) => sql`(select max(${sql.id(place)}) from ${sql.id('placed')}) as ${sql.id(name)}`;
  switch (name) {
    case '_rest':
      return sql`${sql.id('leveled', '_rest_row')} + ${sql.id('leveled', '_rest_column')} as ${sql.id(name)}`;
    case '_rank':
      return sql`${sql.id('leveled', '_column')} as ${sql.id(name)}`;
    case '_count':
    case '_rows':
      return all(name);
    default:
      return sql.id('leveled', name);
  }
}
