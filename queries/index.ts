import { defineRegistry } from '#lib/definition/registry.ts';
import { demo } from './demo/index.ts';

/** Everything Summa serves. What is not listed here does not exist for it. */
export const registry = defineRegistry({
  summaries: [],
  dashboards: [],
  demo,
});
