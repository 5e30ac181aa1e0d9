import { canonical } from '#lib/query/canonical.ts';
import { measureKey } from '#lib/query/measure-key.ts';
import type { Query, QueryMeasure } from '#lib/query/query.ts';

/**
 * A question from which a part was taken, without what needs that part: a change has nothing it has changed from, a share of
 * a row no pivot, an order no column.
 */
export function sound(query: Query): Query {
  const measures = query.measures.map((measure) => formed(measure, query));
  const renamed = new Map(query.measures.map((measure, at) => [measureKey(measure), measures[at] ?? measure]));
  const shown = new Set([...query.dimensions, ...measures.map(measureKey)]);
  const sort = query.sort
    .map(({ by, descending }) => {
      const measure = renamed.get(by);
      return { by: measure ? measureKey(measure) : by, descending };
    })
    .filter(({ by }) => shown.has(by));
  return canonical({ ...query, measures, sort });
}

function formed({ name, as }: QueryMeasure, { compare, pivot }: Query): QueryMeasure {
  if (compare === null && (as === 'change' || as === 'growth')) return { name, as: 'value' };
  if (pivot.length === 0 && (as === 'share-of-row' || as === 'share-of-column')) return { name, as: 'share' };
  return { name, as };
}
