import { measureKey } from '../measure-key.ts';
import type { MeasureForm, Query, QuerySort } from '../query.ts';
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
export async function plainAnswer(question: PlainQuestion, ask: Ask, kept: readonly Kept[]): Promise<Row[]> {
  const { query } = question;
  const rows = await plainLevel(question, query.dimensions, ask, kept);
  return rows.filter((row) => query.others || row.rest === 0);
}

/** The groups that a limit leaves standing by themselves: the first rows, and the largest columns of a pivot. */
export async function keptGroups(question: PlainQuestion, ask: Ask): Promise<Kept[]> {
  const { query } = question;
  const down = query.dimensions.filter((name) => !query.pivot.includes(name));
  const first = async (
    asked: Query,
    columns: readonly string[],
    sort: readonly QuerySort[],
    limit: number,
  ): Promise<Kept> => {
    const rows = await plainLevel({ ...question, query: asked }, columns, ask);
    const sorted = rows.sort(rowOrder(question.model, asked, columns, sort));
    return { columns, keys: sorted.slice(0, limit).map(({ key }) => key) };
  };
  const kept: Kept[] = [];
  if (query.limit !== null && down.length > 0) kept.push(await first(query, down, query.sort, query.limit));
  // Columns are always the largest by the first measure, whatever is shown of it.
  const plain = { ...query, measures: query.measures.map(({ name }) => ({ name, as: 'value' as const })) };
  if (query.pivot.length > 0)
    kept.push(await first(plain, query.pivot, bySize(plain), query.pivotLimit ?? mostColumns));
  return kept;
}

/** The groups that an answer shows by themselves, where the question leaves open which are the largest. */
export function shownGroups(query: Query, answered: readonly Row[]): Kept[] {
  const down = query.dimensions.filter((name) => !query.pivot.includes(name));
  const parts = [...(query.limit === null ? [] : [down]), query.pivot].filter((columns) => columns.length > 0);
  return parts.map((columns) => {
    const places = columns.map((name) => query.dimensions.indexOf(name));
    const alone = answered.filter((row) => places.every((place) => ((row.rest >> place) & 1) === 0));
    const keys = alone.map((row) => places.map((place) => row.key[place] ?? null));
    return { columns, keys: [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()] };
  });
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
  const rows = await read(level);
  const totals = await Promise.all(
    query.measures.map(async ({ as }) => {
      const part = partOf(query, level, as);
      return part && { part, rows: await read(part) };
    }),
  );
  return rows.map((row) => ({
    ...row,
    values: row.values.map((value, index) => {
      const whole = totals[index];
      if (!whole) return value;
      const total = matching(whole.rows, whole.part, row, level)?.values[index];
      return value && total ? divide(value, total) : null;
    }),
  }));
}

/** The level whose total a share is a part of; null for what is no share. */
function partOf(query: Query, level: readonly string[], as: MeasureForm): readonly string[] | null {
  switch (as) {
    case 'share':
      return [];
    case 'share-of-row':
      return level.filter((name) => !query.pivot.includes(name));
    case 'share-of-column':
      return level.filter((name) => query.pivot.includes(name));
    default:
      return null;
  }
}

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
