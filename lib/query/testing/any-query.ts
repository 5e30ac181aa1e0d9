import type { Query, QueryFilter } from '#lib/query/query.ts';
import { compares, forms, grains, totalKinds } from '#lib/query/schema.ts';

/** Texts that break parsers, separators, percent forms, SQL or sorting of some program or other. */
export const nastyTexts: readonly string[] = [
  '',
  ' ',
  'KR',
  'a,b',
  ',',
  ',,',
  '%',
  '50%',
  '%2C',
  '%25',
  '%zz',
  '~',
  '~~',
  '~null',
  '~~null',
  '~*',
  '*',
  'null',
  '-revenue',
  '--',
  ':',
  'revenue:share',
  'a:b:c',
  '@',
  'day@month',
  '..',
  '1..5',
  'a=b&c=d',
  '?#[]/\\',
  '+',
  'a b+c',
  '한국',
  'é',
  'e\u0301',
  '\u202e\u2066',
  '😀',
  '\ufeff',
  '\n\r\t',
  "'; drop table x; --",
  '"quoted"',
  '{a}',
  '$1',
  '__proto__',
  'constructor',
  'x'.repeat(100),
];

const ranges = [
  'last-28-days',
  'last 1 day',
  'Last-2-Weeks',
  'month-to-date',
  'year to date',
  'all',
  '2001-01-01..2001-06-30',
];

/**
 * A question that `querySchema` takes, of any names and values: whether there is what it names is another matter. Take it
 * through `canonical` for the form it is kept in.
 */
export function anyQuery(next: () => number): Query {
  const chance = (share: number) => next() < share;
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const several = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, make);
  const words = () => (chance(0.7) ? one(nastyTexts) : `${one(nastyTexts)}${one(nastyTexts)}`.slice(0, 1_000));
  const name = () => words() || 'revenue';
  const value = () => (chance(0.15) ? null : words());

  const filter = (): QueryFilter => {
    const given = { column: name(), not: chance(0.3) };
    switch (one(['in', 'between', 'contains', 'starts'] as const)) {
      case 'in':
        return { ...given, op: 'in', values: [value(), ...several(8, value)] };
      case 'between':
        return chance(0.3)
          ? { ...given, op: 'between', from: words(), to: null }
          : { ...given, op: 'between', from: value(), to: words() };
      case 'contains':
        return { ...given, op: 'contains', text: name() };
      case 'starts':
        return { ...given, op: 'starts', text: name() };
    }
  };

  const grain = chance(0.5) ? one(grains) : null;
  const dimensions = several(4, name).filter((each) => each !== '@');
  if (grain !== null && chance(0.8)) dimensions.splice(Math.floor(next() * (dimensions.length + 1)), 0, '@');
  return {
    from: chance(0.5) ? { topic: name() } : { summary: name() },
    measures: [0, ...several(4, () => 0)].map(() => ({ name: name(), as: one(forms) })),
    dimensions,
    grain,
    filters: several(4, filter),
    range: chance(0.6) ? one(ranges) : null,
    compare: chance(0.3) ? one(compares) : null,
    pivot: dimensions.filter(() => chance(0.3)),
    sort: several(3, () => ({ by: name(), descending: chance(0.5) })),
    limit: chance(0.4) ? 1 + Math.floor(next() * 100_000) : null,
    pivotLimit: chance(0.4) ? 1 + Math.floor(next() * 20) : null,
    others: chance(0.4),
    totals: one(totalKinds),
  };
}
