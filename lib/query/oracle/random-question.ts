import type { TimeBucket } from '#lib/definition/grain.ts';
import { measureKey } from '../measure-key.ts';
import type { MeasureForm, Query, QueryFilter, QueryMeasure } from '../query.ts';
import type { PlainModel } from './plain-model.ts';

/** Picks of one generator, so that a question can be asked again by its seed. */
export type Dice = {
  /** True in that share of calls. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Between `least` and `most` of a list, in any order. */
  some<T>(list: readonly T[], least: number, most: number): T[];
  whole(below: number): number;
};

export function diceOf(next: () => number): Dice {
  const whole = (below: number) => Math.floor(next() * below);
  return {
    whole,
    chance: (share) => next() < share,
    pick: (list) => list[whole(list.length)] as (typeof list)[number],
    some: (list, least, most) => {
      const left = [...list];
      const count = Math.min(left.length, least + whole(most - least + 1));
      return Array.from({ length: count }, () => left.splice(whole(left.length), 1)).flat();
    },
  };
}

/** A question somebody could ask of the model: measures, groups, filters and days of any combination that has an answer. */
export function randomQuestion(model: PlainModel, dice: Dice): Query {
  const { chance, pick, some, whole } = dice;
  const plain = some(Object.keys(model.dimensions), 0, 2).map((name) => shown(model, name, dice));
  const grain = chance(0.5) ? pick(model.grains) : null;
  const dimensions = grain === null ? plain : chance(0.7) ? ['@', ...plain] : [...plain, '@'];
  const range = randomRange(model, grain, dice);
  const compare = range !== null && chance(0.2) ? pick(['previous period', 'previous year'] as const) : null;
  const pivot = dimensions.length > 1 && chance(0.25) ? dimensions.slice(-1).filter((name) => name !== '@') : [];
  const names = some(Object.keys(model.measures), 1, 3);
  const measures = names.map((name): QueryMeasure => ({ name, as: randomForm(model, name, { pivot, compare }, dice) }));
  const rows = dimensions.filter((name) => !pivot.includes(name));
  const limited = rows.length > 0 && chance(0.3);
  const pivoted = pivot.length > 0 && chance(0.6);
  return {
    from: model.subject,
    measures,
    dimensions,
    grain,
    filters: some(Object.keys(model.dimensions), 0, 2).map((name) => randomFilter(model, name, dice)),
    range,
    compare,
    pivot,
    sort:
      dimensions.length > 0 && chance(0.3)
        ? [{ by: pick([...measures.map(measureKey), ...rows]), descending: chance(0.5) }]
        : [],
    limit: limited ? 1 + whole(12) : null,
    pivotLimit: pivoted ? 1 + whole(5) : null,
    others: (limited || pivoted) && chance(0.6),
    totals: chance(0.35) ? pick(['grand', 'all'] as const) : 'none',
  };
}

/** A second time in its own buckets or in wider ones. */
function shown({ dimensions }: PlainModel, name: string, { pick }: Dice): string {
  return dimensions[name]?.type === 'month' ? pick([name, `${name}@quarter`, `${name}@year`]) : name;
}

function randomForm(
  { measures }: PlainModel,
  name: string,
  { pivot, compare }: Pick<Query, 'pivot' | 'compare'>,
  { chance, pick }: Dice,
): MeasureForm {
  const kind = measures[name]?.kind;
  if (compare !== null && chance(0.3)) return pick(['change', 'growth']);
  if ((kind !== 'sum' && kind !== 'distinct') || chance(0.75)) return 'value';
  return pivot.length > 0 ? pick(['share', 'share-of-row', 'share-of-column']) : 'share';
}

function randomRange(model: PlainModel, grain: TimeBucket | null, { chance, pick, whole }: Dice): string | null {
  if (chance(0.2)) return null;
  if (chance(0.25)) {
    const count = 1 + whole(grain === 'hour' ? 20 : 120);
    return pick([
      `last-${count}-day${count === 1 ? '' : 's'}`,
      `last-${1 + (count % 9)}-week${count % 9 === 0 ? '' : 's'}`,
      `last-${1 + (count % 14)}-month${count % 14 === 0 ? '' : 's'}`,
      'month-to-date',
      'quarter-to-date',
      'year-to-date',
      'all',
    ]);
  }
  const { span } = model;
  const days = (Date.parse(span.to) - Date.parse(span.from)) / 86_400_000;
  const from = addDays(span.from, whole(days));
  const length = whole(grain === 'hour' ? 30 : pick([10, 100, 400]));
  return `${from}..${addDays(from, length)}`;
}

export function randomFilter(model: PlainModel, column: string, { chance, pick, some }: Dice): QueryFilter {
  const { type, values } = model.dimensions[column] ?? { type: 'text', values: [] };
  const not = chance(0.35);
  const words = values.filter((value) => value !== null);
  if ((type === 'integer' || type === 'month') && chance(0.4)) {
    const inOrder = (a: string, b: string) => (type === 'integer' ? Number(a) - Number(b) : byCodePoint(a, b));
    const [from = null, to = null] = some(words, 2, 2).sort(inOrder);
    const open = pick(['neither', 'neither', 'from', 'to']);
    return { column, op: 'between', not, from: open === 'from' ? null : from, to: open === 'to' ? null : to };
  }
  if (type === 'text' && chance(0.3)) {
    const word = pick(words) || 'c';
    return { column, op: pick(['contains', 'starts']), not, text: [...word].slice(0, 1 + (word.length % 3)).join('') };
  }
  return { column, op: 'in', not, values: some(values, 1, 4) };
}

/** The order of texts in collation C, whose bytes sort as code points do. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}
