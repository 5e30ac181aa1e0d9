import type { Query, QuerySort } from '../query.ts';
import { compareDecimals, type Decimal, decimal, divide } from './decimal.ts';
import type { PlainModel } from './plain-model.ts';
import { type Kept, type PlainQuestion, plainSql } from './plain-sql.ts';
import { byCodePoint } from './random-question.ts';

/** A row of an answer: its dimensions, which of them stand for all others (bit i for dimension i), and its measures. */
export type Row = {
  readonly key: readonly (string | null)[];
  readonly rest: number;
  readonly values: readonly (Decimal | null)[];
};

/** Runs plain SQL on the raw rows. */
export type Ask = (text: string) => Promise<(string | null)[][]>;

/** As many columns of a pivot as are shown where the question does not say. */
const mostColumns = 10;

/** What the raw rows answer, row by row, in the order a reader sees them. */
export async function plainAnswer(question: PlainQuestion, ask: Ask): Promise<Row[]> {
  const { query } = question;
  const kept = await keptGroups(question, ask);
  const rows = await plainLevel(question, query.dimensions, ask, kept);
  return rows.filter((row) => query.others || row.rest === 0);
}

/** The groups that a limit leaves standing by themselves: the first rows, and the largest columns of a pivot. */
export async function keptGroups(question: PlainQuestion, ask: Ask): Promise<Kept[]> {
  const { query } = question;
  const down = query.dimensions.filter((name) => !query.pivot.includes(name));
  const first = async (columns: readonly string[], sort: readonly QuerySort[], limit: number): Promise<Kept> => {
    const rows = await plainLevel(question, columns, ask);
    const sorted = rows.sort(rowOrder(question.model, query, columns, sort));
    return { columns, keys: sorted.slice(0, limit).map(({ key }) => key) };
  };
  const kept: Kept[] = [];
  if (query.limit !== null && down.length > 0) kept.push(await first(down, query.sort, query.limit));
  // Columns are always the largest by the first measure.
  if (query.pivot.length > 0) kept.push(await first(query.pivot, bySize(query), query.pivotLimit ?? mostColumns));
  return kept;
}

/** One level of a question: its groups with every measure in the form asked for. */
export async function plainLevel(
  question: PlainQuestion,
  level: readonly string[],
  ask: Ask,
  kept: readonly Kept[] = [],
): Promise<Row[]> {
  const { query } = question;
  const names = query.measures.map(({ name }) => name);
  const within = kept.filter((each) => each.columns.every((name) => level.includes(name)));
  const read = async (columns: readonly string[]): Promise<Row[]> => {
    const folds = within.filter((each) => each.columns.every((name) => columns.includes(name)));
    const rows = await ask(plainSql(question, columns, names, folds));
    return rows.map((row) => toRow(row, columns, folds, names.length));
  };
  const whole: Record<string, Row[]> = {};
  for (const { as } of query.measures) if (as in parts) whole[as] ??= await read(parts[as](query, level));
  return (await read(level)).map((row) => ({
    ...row,
    values: query.measures.map(({ as }, index) => {
      const value = row.values[index] ?? null;
      if (!(as in parts)) return value;
      const total = matching(whole[as] ?? [], parts[as](query, level), row, level)?.values[index] ?? null;
      return value && total ? divide(value, total) : null;
    }),
  }));
}

/** The level whose total a share is a part of. */
const parts: Record<string, (query: Query, level: readonly string[]) => readonly string[]> = {
  share: () => [],
  'share-of-row': (query, level) => level.filter((name) => !query.pivot.includes(name)),
  'share-of-column': (query, level) => level.filter((name) => query.pivot.includes(name)),
};

function matching(
  rows: readonly Row[],
  columns: readonly string[],
  row: Row,
  level: readonly string[],
): Row | undefined {
  const places = columns.map((name) => level.indexOf(name));
  const wanted = JSON.stringify(places.map((place) => [row.key[place], (row.rest >> place) & 1]));
  return rows.find(
    (each) => JSON.stringify(each.key.map((cell, index) => [cell, (each.rest >> index) & 1])) === wanted,
  );
}

function toRow(
  cells: readonly (string | null)[],
  level: readonly string[],
  folds: readonly Kept[],
  measures: number,
): Row {
  let rest = 0;
  for (const [index, { columns }] of folds.entries()) {
    if (cells[level.length + index] !== 'true') continue;
    for (const name of columns) rest |= 1 << level.indexOf(name);
  }
  const values = cells.slice(cells.length - measures).map((cell) => (cell === null ? null : decimal(cell)));
  return { key: cells.slice(0, level.length), rest, values };
}

function bySize(query: Query): QuerySort[] {
  const [first] = query.measures;
  return first ? [{ by: measureKey(first), descending: true }] : [];
}

/** How a question names a measure in its sort: `revenue`, `revenue:share`. */
export function measureKey({ name, as }: Query['measures'][number]): string {
  return as === 'value' ? name : `${name}:${as}`;
}

/**
 * The order of rows at a level: as the question sorts, else by time, else by the first measure, largest first; then by the
 * dimensions. What has no value is last either way.
 */
export function rowOrder(
  model: PlainModel,
  query: Query,
  columns: readonly string[],
  sort: readonly QuerySort[],
): (a: Row, b: Row) => number {
  const named = sort.length > 0 ? sort : columns.includes('@') ? [{ by: '@', descending: false }] : bySize(query);
  const order = [...named, ...columns.map((by) => ({ by, descending: false }))];
  return (a, b) => {
    if (a.rest !== b.rest) return a.rest - b.rest;
    for (const { by, descending } of order) {
      const difference = compareBy(model, query, columns, by, descending, a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

function compareBy(
  model: PlainModel,
  query: Query,
  columns: readonly string[],
  by: string,
  descending: boolean,
  a: Row,
  b: Row,
): number {
  const place = columns.indexOf(by);
  const direction = descending ? -1 : 1;
  if (place === -1) {
    const measure = query.measures.findIndex((each) => measureKey(each) === by);
    const [x, y] = [a.values[measure] ?? null, b.values[measure] ?? null];
    return x === null || y === null ? Number(x === null) - Number(y === null) : direction * compareDecimals(x, y);
  }
  const [x, y] = [a.key[place] ?? null, b.key[place] ?? null];
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  const isNumber = model.dimensions[by]?.type === 'integer';
  return direction * (isNumber ? Number(x) - Number(y) : byCodePoint(x, y));
}
