import { filterValues } from '#components/filters/filter-words.ts';
import type { DashboardHead, SentLoad } from '#lib/dashboard/dashboard-load.ts';
import type { Language } from '#lib/i18n/language.ts';

export type LoadInput = { dashboard: string; filters: Record<string, string>; epoch: number | null };

/** The action of the page, handed in because components know no actions. `load` is the name to wait for it by. */
export type LoadDashboard = (
  input: LoadInput & { load: string },
) => Promise<{ ok: true; value: SentLoad } | { ok: false; code: string; message: string }>;

/** An answer the server gave in words, as opposed to one that was lost on the way. */
export class LoadRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a failed load says to a person; what was lost on the way brings only the browser's own words. */
export function failureWords(error: Error, { t }: Language): string {
  return error instanceof LoadRefused ? error.message : t('dashboard.noAnswer');
}

export function loadKey({ dashboard, filters, epoch }: LoadInput) {
  const present = Object.entries(filters)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return ['dashboard', dashboard, present, epoch] as const;
}

/** What was asked for to get this answer. A page from the browser's history may hold an answer to an older URL. */
export const inputOf = (head: DashboardHead): LoadInput => ({
  dashboard: head.name,
  filters: filterValues(head.filters),
  epoch: head.pinned ? head.epoch : null,
});

/** Where to sign in again and come back to the same numbers. */
export const signInAddress = ({ pathname, search }: Pick<Location, 'pathname' | 'search'>) =>
  `/sign-in?next=${encodeURIComponent(pathname + search)}`;
