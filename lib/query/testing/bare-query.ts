import type { Query } from '../query.ts';

/** A question that says nothing but what it is about: one row, over everything. */
export const bareQuery: Omit<Query, 'from' | 'measures'> = {
  dimensions: [],
  grain: null,
  filters: [],
  range: null,
  compare: null,
  pivot: [],
  sort: [],
  limit: null,
  pivotLimit: null,
  others: false,
  totals: 'none',
};
