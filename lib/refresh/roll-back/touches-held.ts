import type { Days } from '../plan/plan.ts';

/** Whether any of the days are held; null stands for all days on either side. */
export function touchesHeld(held: readonly (Days | null)[], days: Days | null): boolean {
  return held.some((each) => !each || !days || (each.from < days.to && each.to > days.from));
}

/** Whether every one of the days is held, by one hold. */
export function coveredByHold(held: readonly (Days | null)[], days: Days | null): boolean {
  return held.some((each) => !each || (days !== null && each.from <= days.from && each.to >= days.to));
}
