import type { Cell, ResultColumn } from '#lib/query/result.ts';

export type Sort = { column: number; descending: boolean };

/** Compares decimal strings exactly: two revenues that differ in the twentieth digit still have an order. */
export function compareDecimals(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (x !== y || Number.isNaN(x)) return x < y ? -1 : x > y ? 1 : a.localeCompare(b);
  const read = /^([+-]?)0*(\d*)\.?(\d*?)0*$/;
  const [left, right] = [read.exec(a), read.exec(b)];
  if (!left || !right) return 0;
  const sign = left[1] === '-' ? -1 : 1;
  const [i, j] = [left[2] ?? '', right[2] ?? ''];
  if (i.length !== j.length) return sign * (i.length - j.length);
  const [m, n] = [i + (left[3] ?? ''), j + (right[3] ?? '')];
  return sign * (m < n ? -1 : m > n ? 1 : 0);
}

function compareCells(a: Cell, b: Cell, type: ResultColumn['type']): number {
  if (type === 'number') return compareDecimals(String(a), String(b));
  if (type === 'text') return String(a).localeCompare(String(b), 'en', { numeric: true });
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** The order of the rows, as indexes. What has no value stands last, whichever way the rest is sorted. */
export function sortedRows(values: Cell[][], columns: ResultColumn[], rows: number, sort: Sort | null): number[] {
  const order = Array.from({ length: rows }, (_, row) => row);
  const column = sort && columns[sort.column];
  if (!sort || !column) return order;
  const cells = values[sort.column] ?? [];
  return order.sort((x, y) => {
    const [a, b] = [cells[x] ?? null, cells[y] ?? null];
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0) || x - y;
    return (sort.descending ? -1 : 1) * compareCells(a, b, column.type) || x - y;
  });
}

/** The sort after a click on a header: numbers and times begin with the largest, names with A; the third click ends it. */
export function nextSort(sort: Sort | null, column: number, type: ResultColumn['type']): Sort | null {
  const first = type !== 'text';
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : null;
}
