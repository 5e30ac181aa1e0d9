import type { CompiledQuestion, HiddenColumn } from '#lib/compile/query-context.ts';
import type { Cell } from '../result.ts';

/** A row of an answer: what it is of, and its numbers. Values stay as the database wrote them. */
export type ShapedRow = {
  keys: readonly Cell[];
  /** A bit for each of the keys that stands for the others behind a limit; 1 is the first. */
  rest: number;
  values: readonly Cell[];
};

/** A row as the statement gives it, with what its hidden columns say. */
export type FoundRow = ShapedRow & {
  /** Whether it is of the period compared with. */
  earlier: boolean;
  /** Of which of the question's levels it is: 0 for the rows themselves, the others for totals. */
  level: number;
  /** The place of its columns of a pivot among all by size, and how many there are. */
  rank: number;
  count: number;
  /** How many rows there are before the limit; 0 where the statement does not say. */
  rows: number;
};

export function foundRow({ groups, measures, hidden }: CompiledQuestion, cells: readonly Cell[]): FoundRow {
  const keys = cells.slice(0, groups.length);
  const values = cells.slice(groups.length, groups.length + measures.length);
  const said = (name: HiddenColumn) => {
    const place = hidden.indexOf(name);
    return place === -1 ? 0 : Number(cells[groups.length + measures.length + place] ?? 0);
  };
  return {
    keys,
    values,
    rest: said('_rest'),
    earlier: said('_period') === 1,
    level: said('_level'),
    rank: said('_rank'),
    count: said('_count'),
    rows: said('_rows'),
  };
}

/** The same for rows of the same groups only. "Others" is not the same as no value. */
export function keyOf(keys: readonly (Cell | undefined)[], rest: number): string {
  return JSON.stringify([rest, ...keys]);
}

/** Columns for the browser: `values[c][r]`, groups first. */
export function columnar(rows: readonly ShapedRow[], { groups, measures }: CompiledQuestion): Cell[][] {
  return [
    ...groups.map((_, column) => rows.map((row) => row.keys[column] ?? null)),
    ...measures.map((_, column) => rows.map((row) => row.values[column] ?? null)),
  ];
}
