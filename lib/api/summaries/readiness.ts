import { plannedDays } from '#lib/refresh/preview/planned-days.ts';
import type { RefreshRange } from '#lib/refresh/view/overview-types.ts';
import type { Readiness } from './schemas.ts';
import type { Through } from './through.ts';

export type Known = {
  summary: string;
  through: Through;
  completeThrough: string | null;
  epoch: number | null;
  /** Days of the source, whether or not they lie before the moment that is asked about. */
  pending: readonly RefreshRange[];
  failed: readonly RefreshRange[];
  held: readonly RefreshRange[];
};

/** Decides whether everything up to a moment is in and published. */
export function readinessOf({ summary, through, completeThrough, epoch, ...days }: Known): Readiness {
  const before = (ranges: readonly RefreshRange[]) =>
    plannedDays(
      ranges.filter(({ from }) => `${from}T00:00:00.000000` < through.local).map((days) => ({ unit: '', days })),
    ).ranges;
  const [pending, failed, held] = [before(days.pending), before(days.failed), before(days.held)];
  const why = ((): string | null => {
    if (epoch === null) return `${summary} is not built yet.`;
    if (completeThrough === null) return `Nothing is known of what ${summary} is complete through.`;
    if (Date.parse(completeThrough) < Date.parse(through.instant)) {
      return `${summary} is complete through ${completeThrough}, and ${through.instant} was asked for.`;
    }
    if (held.length > 0) return `${listed(held)} was rolled back and is held.`;
    if (failed.length > 0) return `The last build of ${listed(failed)} failed.`;
    if (pending.length > 0) return `The source has changed in ${listed(pending)} since it was built.`;
    return null;
  })();
  return {
    summary,
    ready: why === null,
    through: through.instant,
    completeThrough,
    epoch,
    pending,
    failed,
    held,
    why,
  };
}

const listed = ([first, ...more]: RefreshRange[]) =>
  `${first?.from} to ${first?.to}${more.length > 0 ? ` (and ${more.length} more ranges)` : ''}`;
