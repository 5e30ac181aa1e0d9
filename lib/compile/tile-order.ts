import { type RawBuilder, sql } from 'kysely';
import type { Tile } from '#lib/definition/tiles.ts';
import { message } from '#lib/i18n/message.ts';
import type { Group } from './tile-groups.ts';
import type { Measure } from './tile-measures.ts';
import { Refusal } from './tile-refusal.ts';

/** More rows than this are not sent to a browser. */
export const mostRows = 5_000;
/** More series than this cannot be told apart by colour. */
export const mostSeries = 10;

export function limitOf(tile: Tile): { rows: number; defined: boolean } {
  if (tile.kind === 'number') return { rows: 1, defined: true };
  const defined = tile.limit !== null && tile.limit <= mostRows;
  return { rows: defined && tile.limit !== null ? tile.limit : mostRows, defined };
}

/** Tables that rank what is drawn: the series of a split, and the bars when a bar has several parts. */
export function rankings(
  tile: Tile,
  groups: Group[],
  measures: Measure[],
  compared: boolean,
): { definitions: RawBuilder<unknown>; joins: RawBuilder<unknown>; bars: boolean; series: boolean } {
  const split = splitOf(tile, groups);
  const first = groups[0];
  const size = measures[0]?.size;
  if (!split || !first || !size) return { definitions: sql``, joins: sql``, bars: false, series: false };

  // A total of counts of different values is no number to show, but it orders the series well enough.
  const total = sql`${sql.raw(size.additivity === 'sum' || size.additivity === 'distinct' ? 'sum' : 'max')}(${sql.id(size.name)})`;
  const asked = compared ? sql`\n  where "_period" = 0` : sql``;
  const ranking = (name: string, group: Group, order: RawBuilder<unknown>) => sql`,
${sql.id(name)} as (
  select ${sql.id(group.name)}, row_number() over (order by ${order}) as "_rank", count(*) over () as "_count"
  from "grouped"${asked}
  group by ${sql.id(group.name)}
)`;
  const join = (name: string, group: Group, most: number) =>
    sql`\njoin ${sql.id(name)} on ${sql.id(name, group.name)} is not distinct from ${sql.id('grouped', group.name)} and ${sql.id(name, '_rank')} <= ${sql.raw(String(most))}`;

  const bars = tile.kind === 'bar' && (first.bucket === null || tile.limit !== null);
  const bySize = (group: Group) => sql`${total} desc nulls last, ${ascending(group)}`;
  const barOrder = first.bucket === null ? bySize(first) : ascending(first);
  return {
    definitions: sql`${ranking('series', split, bySize(split))}${bars ? ranking('bars', first, barOrder) : sql``}`,
    joins: sql`${join('series', split, mostSeries)}${bars ? join('bars', first, Math.min(tile.limit ?? mostRows, mostRows)) : sql``}`,
    bars,
    series: true,
  };
}

/** Every order ends with the groups themselves, so the same question always has its rows in the same order. */
export function orderOf(
  tile: Tile,
  groups: Group[],
  measures: Measure[],
  ranked: { bars: boolean; series: boolean },
  compared: boolean,
): { by: RawBuilder<unknown>; newestFirst: boolean } {
  const period = compared ? [sql`"grouped"."_period"`] : [];
  const series = ranked.series ? [sql`"series"."_rank"`] : [];
  const keys = groups.map((group) => ascending(group, 'grouped'));
  const first = groups[0];
  const written = (order: RawBuilder<unknown>[], newestFirst = false) => ({
    by: order.length === 0 ? sql`` : sql`\norder by ${sql.join([...period, ...order])}`,
    newestFirst,
  });

  if (tile.kind === 'table') return written([...sorted(tile, groups, measures), ...keys]);
  if (!first) return written([]);
  if (first.bucket !== null && tile.limit === null) {
    return written([sql`${sql.id('grouped', first.name)} desc nulls last`, ...series, ...keys.slice(1)], true);
  }
  if (ranked.bars) return written([sql`"bars"."_rank"`, ...series, ...keys]);
  const measure = measures[0];
  if (tile.kind === 'bar' && first.bucket === null && measure) {
    return written([sql`${sql.id(measure.name)} desc nulls last`, ...keys]);
  }
  return written([...keys.slice(0, 1), ...series, ...keys.slice(1)]);
}

/** The group that becomes series, where there is another one to draw them along. */
export function splitOf(tile: Tile, groups: Group[]): Group | null {
  if (tile.split === null || groups.length < 2) return null;
  return groups.find((group) => group.name === tile.split) ?? null;
}

function sorted(tile: Tile, groups: Group[], measures: Measure[]): RawBuilder<unknown>[] {
  if (tile.sort === null) return [];
  const { by, descending } = tile.sort;
  const group = groups.find((each) => each.name === by);
  const direction = descending ? sql` desc nulls last` : sql` asc nulls last`;
  if (group) return [sql`${comparable(group, 'grouped')}${direction}`];
  const measure = measures.find((each) => each.name === by);
  if (!measure) throw new Refusal(message('refusal.sort', { column: by }));
  return [sql`${measure.expression}${direction}`];
}

function ascending(group: Group, table?: string): RawBuilder<unknown> {
  return sql`${comparable(group, table)} nulls last`;
}

/** Words in the order of their code points, which no server's or database's language setting changes. */
function comparable(group: Group, table?: string): RawBuilder<unknown> {
  const name = table === undefined ? sql.id(group.name) : sql.id(table, group.name);
  return group.sqlType === 'text' ? sql`${name} collate "C"` : name;
}
