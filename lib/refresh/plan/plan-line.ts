import type { RefreshPlan } from './plan.ts';

const kindWords: Record<RefreshPlan['kind'], string> = {
  full: 'full build',
  incremental: 'incremental build',
  'roll back': 'roll-back',
  'publish anyway': 'publish anyway',
};

/** What the log says of a plan. */
export function planLine({ kind, units, why }: Pick<RefreshPlan, 'kind' | 'units' | 'why'>): string {
  const count = units.length === 1 ? '1 unit' : `${units.length} units`;
  return `Planned ${count}, ${kindWords[kind]}: ${why}.`;
}
