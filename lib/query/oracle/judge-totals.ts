import type { TileData } from '../result.ts';
import { answeredRows, differences } from './differences.ts';
import { type Ask, plainLevel, type Row } from './plain-answer.ts';
import type { Kept, PlainQuestion } from './plain-sql.ts';

/** In what the totals of an answer differ: each level it shows, and those it must show. */
export async function totalsDifferences(
  question: PlainQuestion,
  answer: TileData,
  answered: readonly Row[],
  kept: readonly Kept[],
  plain: Ask,
): Promise<string[]> {
  const { query, model } = question;
  const levels = answer.totals ?? [];
  const found: string[] = [];
  if (query.totals !== 'none' && query.dimensions.length > 0 && !levels.some(({ level }) => level.length === 0)) {
    found.push('the total of all is missing');
  }
  for (const { level, values, rest } of levels) {
    const places = level.map((name) => query.dimensions.indexOf(name));
    const shown = answeredRows(values, values[0]?.length ?? 0, query, rest).map((row) => ({
      key: places.map((place) => row.key[place] ?? null),
      rest: places.reduce((bits, place, index) => bits | (((row.rest >> place) & 1) << index), 0),
      values: row.values,
    }));
    const all = (await plainLevel(question, level, plain, kept)).filter((row) => query.others || row.rest === 0);
    // Groups that no row is shown of need no subtotal.
    const keyOf = (key: Row['key']) => JSON.stringify(key);
    const alone = answered.filter((row) => row.rest === 0);
    const needed = new Set(alone.map((row) => keyOf(places.map((place) => row.key[place] ?? null))));
    const given = new Set(shown.map((row) => keyOf(row.key)));
    const expected = all.filter(({ key }) => level.length === 0 || needed.has(keyOf(key)) || given.has(keyOf(key)));
    const at = level.length === 0 ? 'the total' : `totals by ${level.join(', ')}`;
    found.push(...differences(model, { ...query, dimensions: level }, shown, expected).map((each) => `${at}: ${each}`));
  }
  return found;
}
