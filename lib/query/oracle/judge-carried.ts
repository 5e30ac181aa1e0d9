import { sameNumber, written } from './differences.ts';
import { type Ask, plainLevel, type Row } from './plain-answer.ts';
import type { PlainQuestion } from './plain-sql.ts';

/**
 * In which gaps a level is not what it must be: what it was before where the summary has no row at all at the time, and
 * nothing where others were counted then, or the parts of a filter would not add up.
 */
export async function carriedDifferences(
  question: PlainQuestion,
  answered: readonly Row[],
  expected: readonly Row[],
  plain: Ask,
): Promise<string[]> {
  const { query, model } = question;
  const levels = query.measures.flatMap(({ name, as }, index) =>
    as === 'value' && model.measures[name]?.kind === 'last' ? [index] : [],
  );
  if (levels.length === 0 || query.dimensions[0] !== '@' || query.sort.length > 0 || query.limit !== null) return [];
  const counted = await plainLevel({ ...question, query: { ...query, filters: [] } }, ['@'], plain);
  const times = new Set(counted.map(({ key }) => key[0]));
  const known = new Set(expected.map(nameOf));
  const before = new Map<string, Row>();
  return answered.flatMap((row) => {
    const series = JSON.stringify([row.key.slice(1), row.rest]);
    const earlier = before.get(series);
    before.set(series, row);
    if (known.has(nameOf(row))) return [];
    return levels.flatMap((index) => {
      const meant = times.has(row.key[0] ?? null) ? null : (earlier?.values[index] ?? null);
      const shown = row.values[index] ?? null;
      const right = meant === null ? shown === null : sameNumber(shown, meant, true, query);
      return right ? [] : [`the gap ${nameOf(row)} is ${written(shown)}, expected ${written(meant)}`];
    });
  });
}

const nameOf = ({ key, rest }: Row) => JSON.stringify([key, rest]);
