import { type RawBuilder, sql } from 'kysely';
import { message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import type { Group } from './query-groups.ts';
import type { Measure } from './query-measures.ts';
import { Refusal } from './tile-refusal.ts';

/** More rows than this are not sent to a browser. */
export const mostRows = 5_000;
/** Nor more rows to anybody, however many are asked for. */
const mostRowsAsked = 100_000;
/** More columns of a pivot than this cannot be told apart by colour. */
export const mostSeries = 10;
/** Nor are more columns of a pivot sent, or more of its cells, however many are asked for. */
const mostColumns = 100;
const mostCells = 50_000;

/** The most columns of a pivot. */
export function columnsOf(query: Query): number {
  return Math.min(query.pivotLimit ?? mostSeries, mostColumns);
}

/** The most rows, by the dimensions that are not pivoted. */
export function limitOf(query: Query): { rows: number; defined: boolean } {
  if (query.dimensions.length === 0) return { rows: 1, defined: true };
  const most = query.limit === null ? mostRows : mostRowsAsked;
  const rows = Math.min(query.limit ?? most, most);
  return { rows, defined: query.limit !== null && query.limit <= rows };
}

/** As many rows as are asked for, and no more cells of a pivot than a browser takes. */
export function roomOf(query: Query): { rows: number; defined: boolean } {
  const { rows: most } = limitOf(query);
  const rows = query.pivot.length === 0 ? most : Math.min(most, Math.floor(mostCells / (columnsOf(query) + 2)));
  return { rows, defined: query.limit !== null && query.limit <= rows };
}

/**
 * Whether rows are a course of time: they begin with it, and nothing else is said of their order. Then the newest stay when
 * there are too many, and gaps are filled.
 */
export function isTimeline(query: Query): boolean {
  return query.dimensions[0] === '@' && query.sort.length === 0 && query.limit === null;
}

/** Tables that rank what is drawn: the columns of a pivot, and its rows where not all of them are shown. */
export function rankings(
  query: Query,
  groups: Group[],
  measures: Measure[],
  dialect: Dialect,
  compared: boolean,
): { definitions: RawBuilder<unknown>; joins: RawBuilder<unknown>; bars: boolean; series: boolean } {
  const across = groups.filter((group) => query.pivot.includes(group.dimension));
  const down = groups.filter((group) => !across.includes(group));
  const size = measures[0]?.size;
  if (across.length === 0 || down.length === 0 || !size) {
    return { definitions: sql``, joins: sql``, bars: false, series: false };
  }

  // A total of counts of different values is no number to show, but it orders the series well enough.
  const how = size.additivity === 'min' || size.additivity === 'max' ? size.additivity : 'sum';
  const total = sql`${sql.raw(how)}(${sql.id(size.name)})`;
  const asked = compared ? sql`\n  where ${sql.id('_period')} = 0` : sql``;
  const ranking = (name: string, keys: Group[], order: RawBuilder<unknown>) => {
    const columns = sql.join(keys.map((group) => sql.id(group.name)));
    return sql`,
${sql.id(name)} as (
  select ${columns}, row_number() over (order by ${order}) as ${sql.id('_rank')}, count(*) over () as ${sql.id('_count')}
  from ${sql.id('grouped')}${asked}
  group by ${columns}
)`;
  };
  const join = (name: string, keys: Group[], most: number) => {
    const same = keys.map((group) => dialect.same(sql.id(name, group.name), sql.id('grouped', group.name)));
    return sql`\njoin ${sql.id(name)} on ${sql.join(same, sql` and `)} and ${sql.id(name, '_rank')} <= ${sql.raw(String(most))}`;
  };

  const bars = !isTimeline(query);
  const ascending = (keys: Group[]) =>
    keys.map((group) => dialect.order(sql.id(group.name), group.sqlType, 'ascending'));
  const bySize = (keys: Group[]) => sql.join([dialect.order(total, 'numeric', 'descending'), ...ascending(keys)]);
  // Time stands in its own order, in rows as in columns.
  const byTime = (keys: Group[]) => keys.some((group) => group.dimension === '@');
  const bySizeOrTime = (keys: Group[]) => (byTime(keys) ? sql.join(ascending(timeFirst(keys))) : bySize(keys));
  const barOrder = bySizeOrTime(down);
  return {
    definitions: sql`${ranking('series', across, bySizeOrTime(across))}${bars ? ranking('bars', down, barOrder) : sql``}`,
    joins: sql`${join('series', across, columnsOf(query))}${bars ? join('bars', down, limitOf(query).rows) : sql``}`,
    bars,
    series: true,
  };
}

/** Every order ends with the groups themselves, so the same question always has its rows in the same order. */
export function orderOf(
  query: Query,
  groups: Group[],
  measures: Measure[],
  dialect: Dialect,
  ranked: { bars: boolean; series: boolean },
  compared: boolean,
): RawBuilder<unknown> {
  const period = compared ? [sql.id('grouped', '_period')] : [];
  const series = ranked.series ? [sql.id('series', '_rank')] : [];
  const directed = (group: Group, direction: 'ascending' | 'descending') =>
    dialect.order(sql.id('grouped', group.name), group.sqlType, direction);
  const keys = groups.map((group) => directed(group, 'ascending'));
  const [first] = groups;
  const [measure] = measures;
  const written = (order: RawBuilder<unknown>[]) =>
    order.length === 0 ? sql`` : sql`\norder by ${sql.join([...period, ...order])}`;

  if (!first || !measure) return written([]);
  if (isTimeline(query)) return written([directed(first, 'descending'), ...series, ...keys.slice(1)]);
  if (ranked.bars) return written([sql.id('bars', '_rank'), ...series, ...keys]);
  if (query.sort.length === 0) {
    if (query.grain !== null) return written(timeFirst(groups).map((group) => directed(group, 'ascending')));
    return written([dialect.order(sql.id(measure.key), 'numeric', 'descending'), ...keys]);
  }
  const sorted = new Set(query.sort.map(({ by }) => by));
  const explicit = query.sort.map(({ by, descending }) => {
    const direction = descending ? 'descending' : 'ascending';
    const group = groups.find((each) => each.dimension === by);
    if (group) return directed(group, direction);
    const found = measures.find((each) => each.key === by);
    if (!found) throw new Refusal(message('refusal.sort', { column: by }));
    return dialect.order(found.expression('grouped'), 'numeric', direction);
  });
  return written([
    ...explicit,
    ...groups.filter((group) => !sorted.has(group.dimension)).map((group) => directed(group, 'ascending')),
  ]);
}

/** Where nothing is said of an order, time goes first. */
export function timeFirst(groups: readonly Group[]): Group[] {
  const time = groups.filter((group) => group.dimension === '@');
  return [...time, ...groups.filter((group) => !time.includes(group))];
}
