import { dateRangeText, parseDateRange } from '#lib/definition/date-range.ts';
import { measureKey } from './measure-key.ts';
import type { Query, QueryFilter } from './query.ts';

/**
 * The one form of all questions that mean the same: what has no order is sorted, what is named twice is named once, what
 * changes nothing is left out, and keys stand in one order, so that the JSON of two such questions is equal. It is the key
 * of caches and what {@link queryText} writes. Takes what `querySchema` has read.
 */
export function canonical(query: Query): Query {
  const dimensions = dimensionsOf(query);
  const pivot = dimensions.filter((name) => query.pivot.includes(name));
  // Without dimensions there is one row, which nothing orders or cuts.
  const many = dimensions.length > 0;
  return {
    from: 'topic' in query.from ? { topic: query.from.topic } : { summary: query.from.summary },
    measures: once(query.measures, measureKey).map(({ name, as }) => ({ name, as })),
    dimensions,
    grain: query.grain,
    filters: sortedFilters(query.filters),
    range: rangeText(query.range),
    compare: query.compare,
    pivot,
    sort: many ? once(query.sort, ({ by }) => by).map(({ by, descending }) => ({ by, descending })) : [],
    limit: many ? query.limit : null,
    pivotLimit: pivot.length > 0 ? query.pivotLimit : null,
    others: many && query.others,
    // The parts of one dimension are the rows themselves.
    totals: query.totals === 'all' && dimensions.length < 2 ? 'grand' : query.totals,
  };
}

/** `@` stands exactly where there is a grain; time goes first where nothing says where it goes. */
function dimensionsOf({ dimensions, grain }: Query): string[] {
  const named = once(dimensions, (name) => name);
  if (grain === null) return named.filter((name) => name !== '@');
  return named.includes('@') ? named : ['@', ...named];
}

function rangeText(text: string | null): string | null {
  const range = text === null ? null : parseDateRange(text);
  return range ? dateRangeText(range) : text;
}

function sortedFilters(filters: readonly QueryFilter[]): QueryFilter[] {
  return once(filters.map(canonicalFilter), (filter) => JSON.stringify(filter)).sort((a, b) =>
    byText(`${a.column} ${JSON.stringify(a)}`, `${b.column} ${JSON.stringify(b)}`),
  );
}

function canonicalFilter(filter: QueryFilter): QueryFilter {
  const { column, op, not } = filter;
  switch (op) {
    case 'in':
      return { column, op, not, values: once(filter.values, (value) => value).sort(valuesInOrder) };
    case 'between':
      return { column, op, not, from: filter.from, to: filter.to };
    case 'contains':
    case 'starts':
      return { column, op, not, text: filter.text };
  }
}

/** "No value" last. By code units, which are the same wherever Summa runs. */
function valuesInOrder(a: string | null, b: string | null): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : byText(a, b);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function once<T>(items: readonly T[], key: (item: T) => unknown): T[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const known = seen.has(key(item));
    seen.add(key(item));
    return !known;
  });
}
