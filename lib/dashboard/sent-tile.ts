import type { Cell, TileResult } from '#lib/query/result.ts';

/** A column whose cells come again and again: each of them once, and for each row which of them it has. */
type Packed = { cells: Cell[]; at: number[] };

/** A column of fewer rows is sent as it is. */
const fewRows = 50;

/** A result as it travels: days and names that are in every row are half of a page, and half the time to compress it. */
export function textOfTile(result: TileResult): string {
  if (!result.ok) return JSON.stringify(result);
  const { values, comparison } = result;
  const packed = { values: values.map(pack), ...(comparison ? { comparison: packValues(comparison) } : {}) };
  return JSON.stringify({ ...result, ...packed });
}

/** The result that was sent as this text. */
export function tileOfText(text: string): TileResult {
  const sent = JSON.parse(text);
  if (!sent.ok) return sent;
  const { values, comparison } = sent;
  return {
    ...sent,
    values: values.map(unpack),
    ...(comparison ? { comparison: { ...comparison, values: comparison.values.map(unpack) } } : {}),
  };
}

const packValues = <T extends { values: Cell[][] }>(given: T) => ({ ...given, values: given.values.map(pack) });

function pack(column: Cell[]): Cell[] | Packed {
  if (column.length < fewRows) return column;
  const places = new Map<Cell, number>();
  const at: number[] = [];
  for (const cell of column) {
    const place = places.get(cell) ?? places.size;
    if (place === places.size) places.set(cell, place);
    at.push(place);
    // Where most cells are different it would only become longer.
    if (places.size * 3 > column.length) return column;
  }
  return { cells: [...places.keys()], at };
}

function unpack(column: Cell[] | Packed): Cell[] {
  if (Array.isArray(column)) return column;
  const { cells, at } = column;
  return at.map((place) => cells[place] ?? null);
}
