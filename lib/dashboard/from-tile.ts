import type { TileRefusal } from '#lib/compile/query-context.ts';
import { mostRows } from '#lib/compile/query-order.ts';
import { dateRangeText } from '#lib/definition/date-range.ts';
import { nests } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { timeOf } from '#lib/definition/time-of.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { measureKey } from '#lib/query/measure-key.ts';
import type { Query, QueryFilter, QueryMeasure, QuerySort } from '#lib/query/query.ts';
import type { FilterState } from './filter-state.ts';

/** A tile's question, and what a reader must be told of filters that do not reach it. */
export type TileQuestion = { ok: true; query: Query; notes: Message[] };

/** The question a tile asks under the filters of its dashboard. */
export function queryOfTile(tile: Tile, states: readonly FilterState[]): TileQuestion | TileRefusal {
  const [first] = tile.measures;
  if (!first) return { ok: false, message: message('refusal.noMeasure') };
  const { summary } = first;
  const stray = tile.measures.find((measure) => measure.summary.name !== summary.name);
  if (stray) {
    const names = { one: summary.name, other: stray.summary.name };
    return { ok: false, message: message('refusal.twoSummaries', names) };
  }
  const time = timeOf(summary)?.column ?? null;
  const named = (name: string) => dimensionOf(tile, summary, time, name);
  const names = [...new Set(tile.split === null ? tile.by : [...tile.by, tile.split])];
  const range = states.find((state) => state.kind === 'date-range');
  const query: Query = {
    from: { summary: summary.name },
    measures: measuresOf(tile),
    dimensions: names.map(named),
    grain: time !== null && names.includes(time) ? (tile.grain ?? summary.grain[time]?.bucket ?? null) : null,
    filters: [],
    range: range?.kind === 'date-range' ? dateRangeText(range.range) : null,
    compare: tile.compare,
    pivot: tile.split !== null && names.length > 1 ? [named(tile.split)] : [],
    sort: sortOf(tile, names.map(named), named),
    limit: tile.limit !== null && tile.limit <= mostRows ? tile.limit : null,
    pivotLimit: null,
    others: tile.others && measuresAdd(tile),
    totals: tile.totals,
  };
  return { ok: true, query: { ...query, filters: filtersOf(states, summary) }, notes: unreached(states, summary) };
}

/** Each measure once in each form. */
function measuresOf(tile: Tile): QueryMeasure[] {
  const asked = tile.measures.map(({ name, as = 'value' }): QueryMeasure => ({ name, as }));
  return [...new Map(asked.map((measure) => [measureKey(measure), measure])).values()];
}

/** Whether what a chart leaves out can be put together: not of counts of different values without a companion. */
function measuresAdd(tile: Tile): boolean {
  return tile.measures.every(({ summary, name }) => {
    const column = summary.columns[name];
    const parts = column?.kind === 'ratio' ? [column.numerator, column.denominator] : [name];
    return parts.every((part) => {
      const own = summary.columns[part];
      return own?.kind !== 'distinct' || own.companion;
    });
  });
}

function dimensionOf(tile: Tile, summary: SummaryDefinition, time: string | null, name: string): string {
  if (name === time) return '@';
  const bucket = summary.grain[name]?.bucket;
  return bucket && tile.grain && tile.grain !== bucket && nests(bucket, tile.grain) ? `${name}@${tile.grain}` : name;
}

/** Rows of a table go by their groups, bars over anything but time by their size, and what is over time by time. */
function sortOf(tile: Tile, dimensions: readonly string[], named: (name: string) => string): QuerySort[] {
  const ascending = (by: string) => ({ by, descending: false });
  if (tile.kind === 'table') {
    const asked = tile.sort && { by: tile.by.includes(tile.sort.by) ? named(tile.sort.by) : tile.sort.by };
    const sorted = asked ? [{ ...asked, descending: tile.sort?.descending ?? false }] : [];
    return [...sorted, ...dimensions.filter((each) => each !== asked?.by).map(ascending)];
  }
  // A course of time that is cut by its definition begins with its first buckets.
  return dimensions[0] === '@' && tile.limit !== null ? [ascending('@')] : [];
}

type ChoiceState = Extract<FilterState, { kind: 'choice' }>;

function chosen(states: readonly FilterState[]): ChoiceState[] {
  return states.filter((state) => state.kind === 'choice').filter(({ values }) => values.length > 0);
}

function filtersOf(states: readonly FilterState[], summary: SummaryDefinition): QueryFilter[] {
  return chosen(states)
    .filter(({ filter }) => filter.column in summary.grain)
    .map(({ filter, values }) => ({ column: filter.column, op: 'in', not: false, values }));
}

function unreached(states: readonly FilterState[], summary: SummaryDefinition): Message[] {
  return chosen(states)
    .filter(({ filter }) => !(filter.column in summary.grain))
    .map(({ label, filter }) =>
      message('note.unlimited', { filter: label, summary: summary.name, column: filter.column }),
    );
}
