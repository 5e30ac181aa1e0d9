import type { TileData } from '../result.ts';
import { type Decimal, divide, subtract } from './decimal.ts';
import { answeredRows, fillsGap, sameNumber, written } from './differences.ts';
import { type Ask, plainAnswer, type Row } from './plain-answer.ts';
import type { PlainMeasure } from './plain-model.ts';
import type { Kept, PlainQuestion } from './plain-sql.ts';

/** In what the period compared with differs, row beside row, and every change since. */
export async function comparisonDifferences(
  question: PlainQuestion,
  answer: TileData,
  answered: readonly Row[],
  expected: readonly Row[],
  kept: readonly Kept[],
  plain: Ask,
): Promise<string[]> {
  const { compared } = question;
  const { comparison } = answer;
  if (!comparison) return compared && !isLeftOut(answer) ? [`nothing is compared, expected ${compared.days.from}`] : [];
  if (!compared) return ['something is compared'];
  const { from, to } = compared.days;
  if (comparison.from !== from || comparison.to !== to) {
    return [`compared with ${comparison.from} to ${comparison.to}, expected ${from} to ${to}`];
  }
  const earlier = await besideRows(question, answered, kept, plain);
  const shown = answeredRows(comparison.values, answer.rows, question.query);
  return [
    ...besideDifferences(question, answered, shown, earlier),
    ...changeDifferences(question, answered, expected, earlier),
  ];
}

/** The row of the period before that belongs beside each row, where there is one. */
async function besideRows(
  question: PlainQuestion,
  answered: readonly Row[],
  kept: readonly Kept[],
  plain: Ask,
): Promise<(Row | undefined)[]> {
  const { query, compared } = question;
  const measures = query.measures.map(({ name }) => ({ name, as: 'value' as const }));
  const asked = { ...query, measures, compare: null, others: true };
  // Times that are kept are those of the period asked for.
  const groups = kept.filter(({ columns }) => !columns.includes('@'));
  const rows = await plainAnswer(
    { ...question, query: asked, days: compared?.days ?? null, compared: null },
    plain,
    groups,
  );
  const known = new Map(rows.map((row) => [JSON.stringify([row.key, row.rest]), row]));
  const time = query.dimensions.indexOf('@');
  return answered.map(({ key, rest }) => {
    const now = key[time];
    if (typeof now !== 'string') return known.get(JSON.stringify([key, rest]));
    const before = compared?.beside(now) ?? null;
    return before === null ? undefined : known.get(JSON.stringify([key.with(time, before), rest]));
  });
}

function besideDifferences(
  { query, model }: PlainQuestion,
  answered: readonly Row[],
  beside: readonly Row[],
  earlier: readonly (Row | undefined)[],
): string[] {
  const time = query.dimensions.indexOf('@');
  return answered.flatMap(({ key, rest }, at) =>
    query.measures.flatMap(({ name, as }, index) => {
      // What other times of a period stand beside is nothing the days alone say.
      if (as !== 'value' || (time >= 0 && ((rest >> time) & 1) === 1)) return [];
      const [shown, meant] = [beside[at]?.values[index] ?? null, earlier[at]?.values[index] ?? null];
      const kind = model.measures[name]?.kind;
      const right = earlier[at]
        ? sameNumber(shown, meant, kind !== 'quotient', query)
        : shown === null || fillsGap(shown, kind, 'value');
      return right ? [] : [`beside ${JSON.stringify(key)} ${name} is ${written(shown)}, expected ${written(meant)}`];
    }),
  );
}

/** A change is the difference, growth its part of what was before; nothing where either is not known. */
function changeDifferences(
  { query, model }: PlainQuestion,
  answered: readonly Row[],
  expected: readonly Row[],
  earlier: readonly (Row | undefined)[],
): string[] {
  const time = query.dimensions.indexOf('@');
  const now = new Map(expected.map((row) => [JSON.stringify([row.key, row.rest]), row]));
  return answered.flatMap(({ key, rest, values }, at) =>
    query.measures.flatMap(({ name, as }, index) => {
      if ((as !== 'change' && as !== 'growth') || (time >= 0 && ((rest >> time) & 1) === 1)) return [];
      const kind = model.measures[name]?.kind;
      const rows = [now.get(JSON.stringify([key, rest])), earlier[at]];
      const shown = values[index] ?? null;
      if (rows.includes(undefined) && (shown === null || kind === 'last')) return [];
      const [after = null, before = null] = rows.map((row) => row?.values[index] ?? zeroOf(kind));
      const change = after && before && subtract(after, before);
      const meant = as === 'change' ? change : change && before && divide(change, absolute(before));
      const right = shown === null || meant === null ? shown === meant : sameNumber(shown, meant, false, query);
      return right ? [] : [`${JSON.stringify(key)} ${name}:${as} is ${written(shown)}, expected ${written(meant)}`];
    }),
  );
}

function zeroOf(kind: PlainMeasure['kind'] | undefined): Decimal | null {
  return kind === 'sum' || kind === 'distinct' ? { digits: 0n, scale: 0 } : null;
}

function absolute({ digits, scale }: Decimal): Decimal {
  return { digits: digits < 0n ? -digits : digits, scale };
}

const leftOut = new Set(['note.tooManyDays', 'note.shortfall', 'note.partNotCompared']);

/**
 * One number is not compared with a period that was recorded only in part, nor one of days that are not complete; hours of
 * years are too many to compare.
 */
function isLeftOut(answer: TileData): boolean {
  return answer.notes.some(({ key }) => leftOut.has(key));
}
