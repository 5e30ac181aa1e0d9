import { nests } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { timeOf } from '#lib/definition/time-of.ts';
import { canonical } from '#lib/query/canonical.ts';
import type { Query, QueryFilter, QueryMeasure, Subject } from '#lib/query/query.ts';
import { compares, grains } from '#lib/query/schema.ts';

export type Askable = {
  from: Subject;
  summaries: readonly SummaryDefinition[];
  /** Values to filter by, by column; columns without any are not filtered. */
  values: Readonly<Record<string, readonly (string | null)[]>>;
  ranges: readonly string[];
};

/** A question of existing names that `checkQuery` takes. Whether it has a right answer is for the compiler to say. */
export function askableQuery(next: () => number, { from, summaries, values, ranges }: Askable): Query {
  const chance = (share: number) => next() < share;
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const some = <T>(list: readonly T[], share: number): T[] => list.filter(() => chance(share));
  const names = [...new Set(summaries.flatMap(({ columns }) => Object.keys(columns)))];
  const plain = [
    ...new Set(
      summaries.flatMap(({ grain }) =>
        Object.entries(grain).flatMap(([name, { kind }]) => (kind === 'time' ? [] : [name])),
      ),
    ),
  ];
  const kept = summaries.flatMap((summary) => timeOf(summary)?.bucket ?? []);
  const shown = grains.filter((grain) => kept.some((bucket) => nests(bucket, grain)));

  const grain = shown.length > 0 && chance(0.6) ? one(shown) : null;
  const dimensions = some(plain, 0.35);
  if (grain !== null) dimensions.splice(Math.floor(next() * (dimensions.length + 1)), 0, '@');
  const range = kept.length > 0 && chance(0.6) ? one(ranges) : null;
  const compare = range !== null && chance(0.25) ? one(compares) : null;
  const pivot = dimensions.length > 1 && chance(0.2) ? dimensions.slice(-1) : [];
  const form = (): QueryMeasure['as'] => {
    if (compare !== null && chance(0.3)) return one(['change', 'growth'] as const);
    if (pivot.length > 0 && chance(0.2)) return one(['share-of-row', 'share-of-column'] as const);
    return chance(0.15) ? 'share' : 'value';
  };
  const [first = '', ...others] = [...names].sort(() => next() - 0.5);
  const measures = [first, ...others.slice(0, Math.floor(next() * 3))].map((name) => ({ name, as: form() }));
  const filters = some(Object.keys(values), 0.3).map(
    (column): QueryFilter => ({
      column,
      op: 'in',
      not: chance(0.3),
      values: [one(values[column] ?? []), ...some(values[column] ?? [], 0.4)],
    }),
  );
  const limited = dimensions.length > 0 && chance(0.25);
  return canonical({
    from,
    measures,
    dimensions,
    grain,
    filters,
    range,
    compare,
    pivot,
    sort: dimensions.length > 0 && chance(0.3) ? [{ by: one(dimensions), descending: chance(0.5) }] : [],
    limit: limited ? 1 + Math.floor(next() * 8) : null,
    pivotLimit: null,
    others: limited && chance(0.5),
    totals: chance(0.25) ? one(['grand', 'all'] as const) : 'none',
  });
}
