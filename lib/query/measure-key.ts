import type { QueryMeasure } from './query.ts';

/** What a measure is called in a result, in `sort` and in an address: `revenue`, and its share `revenue:share`. */
export function measureKey({ name, as }: QueryMeasure): string {
  return as === 'value' ? name : `${name}:${as}`;
}
