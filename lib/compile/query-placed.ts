import { type RawBuilder, sql } from 'kysely';
import { message } from '#lib/i18n/message.ts';
import type { Group } from './query-groups.ts';
import type { Base, Measure } from './query-measures.ts';
import { isTimeline, timeFirst } from './query-order.ts';
import { isCompared, type Parts } from './query-parts.ts';
import { Refusal } from './tile-refusal.ts';

/** How many of the rows and columns of an answer are shown. */
export type Room = { rows: number; columns: number };

/** The dimensions of an answer's rows and those of its columns, in order. */
export type Axes = { down: Group[]; across: Group[] };

/**
 * "placed": the rows of "grouped" with their place in the answer. `_row` and `_column` count from 1 and are null for what is
 * not shown; `_row_1` is the first place of the rows that share the first dimension, and so on; `_rows` and `_count` say how
 * many rows and columns there are. `_latest` is the last bucket, where a measure counts only there.
 *
 * All of it is window functions: they put rows without a value together, which a join would need a null-safe condition for.
 */
export function placed(parts: Parts, measures: Measure[], axes: Axes, room: Room): RawBuilder<unknown> {
  const { groups, bases, context } = parts;
  const { dialect } = context;
  const compared = isCompared(parts);
  const own = [
    ...groups.map((group) => sql.id(group.name)),
    ...bases.map((base) => sql.id(base.name)),
    ...(compared ? [sql.id('_period')] : []),
  ];
  const latest = latestOf(parts);
  const totals = new Totals(parts, axes);
  const rowOrder = [...totals.askedFirst('down'), ...rowOrderOf(parts, measures, axes, totals)];
  const columnOrder = [...totals.askedFirst('across'), ...columnOrderOf(parts, measures, axes, totals)];
  const apart = isApart(parts, axes.down);
  const each = (groups: Group[]) => (isApart(parts, groups) ? sql`partition by ${sql.id('_period')} ` : sql``);

  const totalled = sql`select ${sql.join([...own, ...totals.columns(), ...latest.columns])} from ${sql.id('grouped')}${latest.join}`;
  const carried = [...own, ...latest.carried];
  const ranked = sql`select ${sql.join([
    ...carried,
    sql`${rankOver(sql`${each(axes.down)}${orderBy(rowOrder)}`, rowOrder.length > 0)} as ${sql.id('_down')}`,
    sql`${rankOver(sql`${each(axes.across)}${orderBy(columnOrder)}`, columnOrder.length > 0)} as ${sql.id('_sideways')}`,
  ])} from (${totalled}) as ${sql.id('totalled')}`;

  const within = (place: string, most: number) =>
    sql`case when ${sql.id(place)} <= ${dialect.value('bigint', String(most))} then ${sql.id(place)} end`;
  const asked = (place: string) =>
    compared ? sql`case when ${sql.id('_period')} = 0 then ${sql.id(place)} end` : sql.id(place);
  const prefixes = prefixPlaces(axes.down).map((name, index) => {
    const shared = axes.down.slice(0, index + 1).map((group) => sql.id(group.name));
    const keys = apart ? [sql.id('_period'), ...shared] : shared;
    return sql`min(${within('_down', room.rows)}) over (partition by ${sql.join(keys)}) as ${sql.id(name)}`;
  });
  const columns = [
    ...carried,
    sql`${within('_down', room.rows)} as ${sql.id('_row')}`,
    sql`${within('_sideways', room.columns)} as ${sql.id('_column')}`,
    ...prefixes,
    sql`max(${asked('_down')}) over () as ${sql.id('_rows')}`,
    sql`max(${asked('_sideways')}) over () as ${sql.id('_count')}`,
  ];
  return sql`${sql.id('placed')} as (
  select ${sql.join(columns)}
  from (${ranked}) as ${sql.id('ranked')}
)`;
}

/** The columns that hold the first place of rows that share their first dimension, their first two, and so on. */
export function prefixPlaces(down: readonly Group[]): string[] {
  return down.slice(1).map((_, index) => `_row_${index + 1}`);
}

/** Rows or columns of time are others in the period compared with, so each period counts its own. */
function isApart(parts: Parts, groups: readonly Group[]): boolean {
  return isCompared(parts) && groups.some((group) => group.dimension === '@');
}

/** What the order of rows and columns looks at: bases added up over all cells of a row, or of a column. */
class Totals {
  readonly #parts: Parts;
  readonly #axes: Axes;
  readonly #found = new Map<string, RawBuilder<unknown>>();

  constructor(parts: Parts, axes: Axes) {
    this.#parts = parts;
    this.#axes = axes;
  }

  /** A base over a whole row or column, of the asked period or of the one compared with. */
  of(axis: keyof Axes, base: Base, period = 0): RawBuilder<unknown> {
    const other = axis === 'down' ? 'across' : 'down';
    const compared = isCompared(this.#parts);
    if (this.#axes[other].length === 0 && !compared) return sql.id(base.name);
    const name = `_${axis}_${period}_${base.name}`;
    if (!this.#found.has(name)) this.#found.set(name, this.#window(axis, base, period, compared));
    return sql.id(name);
  }

  /** What is only in the period compared with comes after all that is asked for, and takes no place from it. */
  askedFirst(axis: keyof Axes): RawBuilder<unknown>[] {
    const groups = this.#axes[axis];
    if (!isCompared(this.#parts) || groups.length === 0 || isApart(this.#parts, groups)) return [];
    const keys = groups.map((group) => sql.id(group.name));
    this.#found.set(`_${axis}_since`, sql`min(${sql.id('_period')}) over (partition by ${sql.join(keys)})`);
    return [sql.id(`_${axis}_since`)];
  }

  columns(): RawBuilder<unknown>[] {
    return [...this.#found].map(([name, total]) => sql`${total} as ${sql.id(name)}`);
  }

  #window(axis: keyof Axes, base: Base, period: number, compared: boolean): RawBuilder<unknown> {
    const keys = this.#axes[axis].map((group) => sql.id(group.name));
    const over = keys.length === 0 ? sql`` : sql`partition by ${sql.join(keys)}`;
    const value = compared
      ? sql`case when ${sql.id('_period')} = ${sql.raw(String(period))} then ${sql.id(base.name)} end`
      : sql.id(base.name);
    // A total of counts of different values is no number to show, but it orders rows well enough.
    const how = base.additivity === 'min' || base.additivity === 'max' ? base.additivity : 'sum';
    return sql`${sql.raw(how)}(${value}) over (${over})`;
  }
}

function rowOrderOf(parts: Parts, measures: Measure[], { down }: Axes, totals: Totals): RawBuilder<unknown>[] {
  const { query, context } = parts;
  const directed = (group: Group, direction: 'ascending' | 'descending') =>
    context.dialect.order(sql.id(group.name), group.sqlType, direction);
  const [first, ...rest] = down;
  if (!first) return [];
  if (isTimeline(query)) return [directed(first, 'descending'), ...rest.map((group) => directed(group, 'ascending'))];
  const sort = query.sort.filter(({ by }) => !query.pivot.includes(by));
  const [measure] = measures;
  const sorted = new Set(sort.map(({ by }) => by));
  const asked = sort.map(({ by, descending }) => {
    const direction = descending ? 'descending' : 'ascending';
    const group = down.find((each) => each.dimension === by);
    if (group) return directed(group, direction);
    const found = measures.find((each) => each.key === by);
    if (!found) throw new Refusal(message('refusal.sort', { column: by }));
    return context.dialect.order(sortValue(parts, found, down, totals), 'numeric', direction);
  });
  if (sort.length === 0 && measure && !down.some((group) => group.dimension === '@')) {
    const size =
      query.pivot.length > 0 ? totals.of('down', measure.size) : measure.of((base) => totals.of('down', base));
    asked.push(context.dialect.order(size, 'numeric', 'descending'));
  }
  return [
    ...asked,
    ...(sort.length === 0 ? timeFirst(down) : down)
      .filter((group) => !sorted.has(group.dimension))
      .map((group) => directed(group, 'ascending')),
  ];
}

/** What a row is sorted by: its value, or how that changed. A share goes by what it is a part of a whole of. */
function sortValue(parts: Parts, measure: Measure, down: Group[], totals: Totals): RawBuilder<unknown> {
  const now = measure.of((base) => totals.of('down', base, 0));
  if (measure.as !== 'change' && measure.as !== 'growth') return now;
  if (down.some((group) => group.dimension === '@')) {
    throw new Refusal(message('refusal.sortChange', { column: measure.key }));
  }
  const before = measure.of((base) => totals.of('down', base, 1));
  // What is nothing where there are no rows has no change either.
  const counted = (value: RawBuilder<unknown>) => (measure.zero === null ? value : sql`coalesce(${value}, 0)`);
  const change = sql`${counted(now)} - ${counted(before)}`;
  return measure.as === 'change' ? change : parts.context.dialect.divide(sql`(${change})`, sql`abs(${before})`);
}

function columnOrderOf(parts: Parts, measures: Measure[], { across }: Axes, totals: Totals): RawBuilder<unknown>[] {
  const { dialect } = parts.context;
  const names = across.map((group) => dialect.order(sql.id(group.name), group.sqlType, 'ascending'));
  const [measure] = measures;
  // Columns of time stand in the order of time.
  if (!measure || names.length === 0) return names;
  if (across.some((group) => group.dimension === '@')) {
    return timeFirst(across).map((group) => dialect.order(sql.id(group.name), group.sqlType, 'ascending'));
  }
  return [dialect.order(totals.of('across', measure.size), 'numeric', 'descending'), ...names];
}

function orderBy(order: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return order.length === 0 ? sql`` : sql`order by ${sql.join(order)}`;
}

/** Rows with the same key have the same place. */
function rankOver(window: RawBuilder<unknown>, ordered: boolean): RawBuilder<unknown> {
  return ordered ? sql`dense_rank() over (${window})` : sql`1`;
}

/** The last bucket of each period, where some measure counts only there. */
function latestOf(parts: Parts): {
  columns: RawBuilder<unknown>[];
  carried: RawBuilder<unknown>[];
  join: RawBuilder<unknown>;
} {
  const { bases, groups } = parts;
  const none = { columns: [], carried: [], join: sql`` };
  if (!groups.some((group) => group.dimension === '@')) return none;
  if (!bases.some((base) => base.additivity === 'last')) return none;
  const last = sql`max(${sql.id('_bucket')}) as ${sql.id('_latest')}`;
  const carried = [sql.id('_latest')];
  if (!isCompared(parts)) {
    const join = sql` cross join (select ${last} from ${sql.id('moments')}) as ${sql.id('latest')}`;
    return { columns: carried, carried, join };
  }
  const of = sql.id('_of');
  const join = sql` left join (select ${sql.id('_period')} as ${of}, ${last} from ${sql.id('moments')} group by ${sql.id('_period')}) as ${sql.id('latest')} on ${sql.id('latest', '_of')} = ${sql.id('grouped', '_period')}`;
  return { columns: carried, carried, join };
}
