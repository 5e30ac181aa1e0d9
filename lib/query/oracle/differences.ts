import type { MeasureForm, Query } from '../query.ts';
import type { TileData } from '../result.ts';
import { compareDecimals, type Decimal, decimal, nearly } from './decimal.ts';
import type { Row } from './plain-answer.ts';
import type { PlainMeasure, PlainModel } from './plain-model.ts';

/** The rows an answer shows, read as the oracle writes its own. */
export function answeredRows(values: TileData['values'], count: number, query: Query, rest?: readonly number[]): Row[] {
  const width = query.dimensions.length;
  return Array.from({ length: count }, (_, at) => {
    const cells = values.map((column) => {
      const cell = column[at];
      return cell === null || cell === undefined ? null : String(cell);
    });
    return {
      key: cells.slice(0, width),
      rest: rest?.[at] ?? 0,
      values: cells.slice(width).map((cell) => (cell === null ? null : required(cell))),
    };
  });
}

function required(cell: string): Decimal {
  const number = decimal(cell);
  if (!number) throw new Error(`An answer shows ${cell} where a number stands.`);
  return number;
}

/** In which rows an answer differs from the oracle's, in words; rows that only fill a gap must say that nothing is there. */
export function differences(
  model: PlainModel,
  query: Query,
  answered: readonly Row[],
  expected: readonly Row[],
): string[] {
  const found: string[] = [];
  const left = new Map(expected.map((row) => [nameOf(row), row]));
  const seen = new Set<string>();
  for (const row of answered) {
    const name = nameOf(row);
    if (seen.has(name)) found.push(`${name} is there twice`);
    seen.add(name);
    const plain = left.get(name);
    left.delete(name);
    for (const [index, measure] of query.measures.entries()) {
      // What changed follows from two periods: see judge-comparison.ts.
      if (measure.as === 'change' || measure.as === 'growth') continue;
      const [shown, meant] = [row.values[index] ?? null, plain?.values[index] ?? null];
      const kind = model.measures[measure.name]?.kind;
      const exact = measure.as === 'value' && kind !== 'quotient';
      if (plain ? !sameNumber(shown, meant, exact, query) : !isFilled(query, shown, kind, measure.as)) {
        found.push(
          `${name} ${measure.name}:${measure.as} is ${written(shown)}, over raw rows ${plain ? written(meant) : 'there is no such row'}`,
        );
      }
    }
  }
  return [...found, ...[...left.keys()].map((name) => `${name} is missing`)];
}

export function sameNumber(a: Decimal | null, b: Decimal | null, exact: boolean, query: Query): boolean {
  // The one number of no dimensions says 0 where there is nothing to add up.
  if (b === null) return a === null || (query.dimensions.length === 0 && a.digits === 0n);
  // Nor does it say 0 of days of which nothing is known yet.
  if (a === null) return query.dimensions.length === 0 && b.digits === 0n;
  return exact ? compareDecimals(a, b) === 0 : nearly(a, b);
}

/** Only a course of time is filled. */
function isFilled(
  query: Query,
  shown: Decimal | null,
  kind: PlainMeasure['kind'] | undefined,
  as: MeasureForm,
): boolean {
  const isTimeline = query.dimensions[0] === '@' && query.sort.length === 0 && query.limit === null;
  return isTimeline && (shown === null || fillsGap(shown, kind, as));
}

/** What stands where nothing is: zero of what is counted or added up, nothing of the rest, what came before of levels. */
export function fillsGap(shown: Decimal, kind: PlainMeasure['kind'] | undefined, as: MeasureForm): boolean {
  if (kind === 'last') return true;
  return (kind === 'sum' || kind === 'distinct') && as !== 'growth' && shown.digits === 0n;
}

/** The first place at which rows stand in another order. */
export function misplaced(answered: readonly Row[], order: (a: Row, b: Row) => number): string[] {
  const at = answered.findIndex((row, index) => index > 0 && order(answered[index - 1] as Row, row) > 0);
  return at === -1
    ? []
    : [`row ${at}, ${nameOf(answered[at] as Row)}, stands after ${nameOf(answered[at - 1] as Row)}`];
}

function nameOf({ key, rest }: Row): string {
  return JSON.stringify(key.map((cell, index) => ((rest >> index) & 1 ? { others: true } : cell)));
}

export function written(number: Decimal | null): string {
  if (number === null) return 'null';
  return number.scale === 0 ? String(number.digits) : `${number.digits}e-${number.scale}`;
}
