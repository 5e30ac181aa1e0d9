import type { Cell, TileData } from '#lib/query/result.ts';

/** One line of a table: a row, or a total of one of the levels. Level 0 are the rows themselves. */
export type TileLine = { level: number; row: number };

/** What stands in a cell instead of a value: what is put together there, or that it is a total. */
export type CellMark = 'others' | 'total' | null;

type Lined = Pick<TileData, 'columns' | 'values' | 'rows' | 'totals' | 'rest'>;

/**
 * The rows of a tile with its totals among them: a subtotal stands after the last of its rows, the total of all at the end, and
 * before it those of a pivot's columns, whose rows lie apart.
 */
export function tileLines(tile: Lined): TileLine[] {
  const ends = new Map<number, TileLine[]>();
  const [after, grand]: [TileLine[], TileLine[]] = [[], []];
  for (const [at, { level, values }] of (tile.totals ?? []).entries()) {
    const kept = keptColumns(tile, at + 1);
    const leading = kept.length > 0 && kept.every((column, place) => column === dimensionsOf(tile)[place]);
    const last = new Map<string, number>();
    for (let row = 0; row < tile.rows; row++) last.set(keyOf(tile.values, kept, row), row);
    for (let row = 0; row < (values[0]?.length ?? 0); row++) {
      const line = { level: at + 1, row };
      const end = leading ? last.get(keyOf(values, kept, row)) : undefined;
      if (end === undefined) (level.length === 0 ? grand : after).push(line);
      else ends.set(end, [...(ends.get(end) ?? []), line]);
    }
  }
  const rows = Array.from({ length: tile.rows }, (_, row) => [{ level: 0, row }, ...(ends.get(row) ?? [])]);
  return [...rows.flat(), ...after, ...grand];
}

export function cellAt(tile: Lined, { level, row }: TileLine, column: number): Cell {
  const values = level === 0 ? tile.values : (tile.totals?.[level - 1]?.values ?? []);
  return values[column]?.[row] ?? null;
}

export function markAt(tile: Lined, { level, row }: TileLine, column: number): CellMark {
  if (tile.columns[column]?.role === 'measure') return null;
  const rest = level === 0 ? tile.rest : tile.totals?.[level - 1]?.rest;
  if (((rest?.[row] ?? 0) & (1 << column)) !== 0) return 'others';
  if (level === 0) return null;
  const gone = tile.columns.findIndex((_, at) => !keptColumns(tile, level).includes(at));
  return column === gone ? 'total' : null;
}

/**
 * The columns that remain in a level; those that went are null in all its rows. A level names them as the question does: the time
 * is `@`, and of another time by wider buckets these stand behind its name.
 */
function keptColumns(tile: Lined, level: number): number[] {
  const total = tile.totals?.[level - 1];
  const names = total?.level ?? [];
  return dimensionsOf(tile).filter((at) => {
    const { key = '', role } = tile.columns[at] ?? {};
    if (names.some((name) => name === key || name.startsWith(`${key}@`))) return true;
    return role === 'time' && names.includes('@') && (total?.values[at] ?? []).some((start) => start !== null);
  });
}

const dimensionsOf = ({ columns }: Lined) => columns.flatMap(({ role }, at) => (role === 'measure' ? [] : [at]));

function keyOf(values: Cell[][], columns: readonly number[], row: number): string {
  return JSON.stringify(columns.map((column) => values[column]?.[row] ?? null));
}
