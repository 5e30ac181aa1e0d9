import type { Days } from '../plan/plan.ts';

/** What a hold of everything is told as: all days Summa understands. */
export const allDays: Days = { from: '1000-01-01', to: '3000-01-01' };
