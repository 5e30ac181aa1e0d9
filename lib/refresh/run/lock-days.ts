import { memberDays } from '../build/build-unit.ts';
import type { Member } from '../plan/chain.ts';
import type { Days, RefreshPlan } from '../plan/plan.ts';

/**
 * The days a run writes, downstream included: each unit widened to whole partitions of every summary of the chain, joined
 * where they meet. Null when it writes everything: new generations, roll-backs, and chains without partitions.
 */
export function lockedDays(members: readonly Member[], plan: Pick<RefreshPlan, 'kind' | 'units'>): Days[] | null {
  if (plan.kind === 'full' || plan.kind === 'roll back') return null;
  const all: Days[] = [];
  for (const { days } of plan.units) {
    const written = days && widened(members, days);
    if (!written) return null;
    all.push(written);
  }
  return joined(all);
}

function widened(members: readonly Member[], days: Days): Days | null {
  let wide = days;
  for (const member of members) {
    const own = memberDays(member, days);
    if (!own) return null;
    const [from = own.from] = [own.from, wide.from].sort();
    const [, to = own.to] = [own.to, wide.to].sort();
    wide = { from, to };
  }
  return wide;
}

/** Ranges in order, with those that touch or overlap made one. */
export function joined(ranges: readonly Days[]): Days[] {
  const result: Days[] = [];
  for (const days of [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last && days.from <= last.to) {
      if (days.to > last.to) result[result.length - 1] = { from: last.from, to: days.to };
    } else result.push(days);
  }
  return result;
}
