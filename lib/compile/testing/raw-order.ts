import type { Query } from '#lib/query/query.ts';
import { keysOf, measured, type RawRow, type Value } from './raw-rows.ts';

/** The keys of the rows or columns of an answer, in their order. */
export function ranked(
  query: Query,
  rows: readonly RawRow[],
  earlier: readonly RawRow[],
  names: readonly string[],
  axis: 'rows' | 'columns',
): string[] {
  const groups = new Map<string, RawRow[]>(earlier.map((row) => [keysOf(query, row, names), []]));
  for (const row of rows)
    groups.set(keysOf(query, row, names), [...(groups.get(keysOf(query, row, names)) ?? []), row]);
  const [measure] = query.measures;
  if (!measure) return [];
  // Parts of a whole are in the order of the wholes' parts; a ratio goes by its denominator where it is pivoted.
  const sizes: Record<string, string> = { aov: 'orders', spend: 'buyers' };
  const sizeName = query.pivot.length > 0 ? (sizes[measure.name] ?? measure.name) : measure.name;
  const bySize = !names.includes('@') && (axis === 'columns' || query.sort.length === 0);
  const order = [...groups.entries()].map(([key, members]) => ({
    key,
    isOnlyBefore: members.length === 0,
    cells: JSON.parse(key) as (string | number | null)[],
    size: !bySize ? 0 : members.length === 0 ? Number.NEGATIVE_INFINITY : sizeOf(query, sizeName, members, names),
    sorts:
      axis === 'columns'
        ? []
        : query.sort.map(({ by, descending }) => ({
            value: names.includes(by)
              ? ((JSON.parse(key) as Value[])[names.indexOf(by)] ?? null)
              : members.length === 0
                ? null
                : Number(measured(by.split(':')[0] ?? '', members)),
            descending,
          })),
  }));
  const timeline = axis === 'rows' && query.dimensions[0] === '@' && query.sort.length === 0 && query.limit === null;
  const places =
    axis === 'rows' && query.sort.length === 0
      ? [...names].sort((a, b) => (a === '@' ? -1 : b === '@' ? 1 : 0))
      : [...names];
  return order
    .sort((a, b) => {
      if (a.isOnlyBefore !== b.isOnlyBefore) return a.isOnlyBefore ? 1 : -1;
      if (b.size !== a.size) return b.size > a.size ? 1 : -1;
      for (const [index, one] of a.sorts.entries()) {
        const way = compareCells(one.value, b.sorts[index]?.value ?? null, one.descending);
        if (way !== 0) return way;
      }
      for (const name of places) {
        const at = names.indexOf(name);
        const way = compareCells(a.cells[at] ?? null, b.cells[at] ?? null, timeline && name === '@');
        if (way !== 0) return way;
      }
      return 0;
    })
    .map(({ key }) => key);
}

/** How large a row or column is. Different values are counted cell by cell and added up, which orders well enough. */
function sizeOf(query: Query, name: string, rows: readonly RawRow[], own: readonly string[]): number {
  if (name !== 'buyers') return Number(measured(name, rows));
  const others = query.dimensions.filter((each) => !own.includes(each));
  const cells = new Map<string, RawRow[]>();
  for (const row of rows)
    cells.set(keysOf(query, row, others), [...(cells.get(keysOf(query, row, others)) ?? []), row]);
  return [...cells.values()].reduce((sum, members) => sum + Number(measured(name, members)), 0);
}

function compareCells(
  a: string | number | null | undefined,
  b: string | number | null | undefined,
  descending: boolean,
): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}
