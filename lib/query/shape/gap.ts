import { isPart } from '#lib/compile/query-measures.ts';
import type { Cell } from '../result.ts';
import type { Shaping } from './shaping.ts';

/** Where there are no rows of a group, although everything is known of the period. */
export type Gap = {
  /** Whether other groups have rows in the bucket: then there is a whole that nothing is a part of. */
  hasOthers: boolean;
  /** Whether the summary has rows in the bucket at all: then it was counted, and of this group there was nothing. */
  isMarked: boolean;
  /** What stood in the bucket before. */
  before: readonly Cell[] | undefined;
};

export const nowhere: Gap = { hasOthers: false, isMarked: false, before: undefined };

/** What the measures are in a gap, as each of them says. */
export function gapValues({ compiled, fills }: Shaping, { hasOthers, isMarked, before }: Gap): Cell[] {
  return compiled.measures.map((measure, index) => {
    if (measure.as === 'share-of-row' && !hasOthers) return null;
    switch (fills[index]) {
      case 'zero':
        return isPart(measure.as) ? '0' : (measure.zero ?? '0');
      case 'carry':
        // What was counted last stands only until something is counted again: else parts would not add up to the whole.
        if (isPart(measure.as) || (measure.additivity === 'last' && isMarked)) return null;
        return before?.[index] ?? null;
      default:
        return null;
    }
  });
}
