import { message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';
import type { Group } from './query-groups.ts';
import { isPart, type Measure } from './query-measures.ts';
import type { Axes } from './query-placed.ts';
import { Refusal } from './tile-refusal.ts';

/** Refuses forms and totals that no number answers rightly, each with what can be asked instead. */
export function refuseWrong(query: Query, measures: readonly Measure[], axes: Axes): void {
  for (const measure of measures) {
    refuseShare(query, measure, axes);
    const { name } = measure;
    if ((measure.as === 'change' || measure.as === 'growth') && query.compare === null) {
      throw new Refusal(message('refusal.change', { measure: name }));
    }
    refuseTotals(query, measure, axes);
  }
}

function refuseShare(query: Query, { name, as, additivity }: Measure, { down, across }: Axes): void {
  if (!isPart(as)) return;
  if (additivity === 'ratio') throw new Refusal(message('refusal.shareOfRatio', { measure: name }));
  if (additivity === 'min' || additivity === 'max') {
    throw new Refusal(message('refusal.shareOfExtreme', { measure: name }));
  }
  if (as !== 'share' && query.pivot.length === 0) throw new Refusal(message('refusal.sharePivot', { measure: name }));
  const gone = as === 'share' ? [...down, ...across] : as === 'share-of-row' ? across : down;
  if (additivity === 'last' && gone.some(isTime)) throw new Refusal(message('refusal.shareOfLast', { measure: name }));
}

function refuseTotals(query: Query, { name, as, bases }: Measure, { down, across }: Axes): void {
  const more = query.totals !== 'none' || query.others || isPart(as);
  if (more && bases.some((base) => base.additivity === 'distinct' && base.relation.name === 'rows')) {
    throw new Refusal(message('refusal.distinctTotals', { measure: name }));
  }
  const cut = query.others ? [...(query.limit === null ? [] : down), ...across] : [];
  if (cut.some(isTime) && bases.some((base) => base.additivity === 'last')) {
    throw new Refusal(message('refusal.lastOthers', { measure: name }));
  }
}

/** Rows of two periods that are cut to the first few must be the same rows. */
export function refuseCutPeriods(query: Query, { down }: Axes): void {
  if (query.limit === null || !down.some(isTime)) return;
  const byTime = down.length === 1 && query.sort.every(({ by }) => by === '@');
  if (!byTime) throw new Refusal(message('refusal.limitCompared', { limit: query.limit }));
}

const isTime = (group: Group) => group.dimension === '@';
