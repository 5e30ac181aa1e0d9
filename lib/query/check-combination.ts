import { type Message, message } from '#lib/i18n/message.ts';
import { hint } from './check-names.ts';
import { measureKey } from './measure-key.ts';
import type { Query } from './query.ts';
import { shortened } from './shortened.ts';

/** Parts that need another part: a change what it has changed from, a share of a row its pivot, an order its column. */
export function checkCombination(query: Query): Message | null {
  for (const measure of query.measures) {
    const { as } = measure;
    if ((as === 'change' || as === 'growth') && query.compare === null) {
      return message('ask.needsCompare', { measure: measureKey(measure) });
    }
    if ((as === 'share-of-row' || as === 'share-of-column') && query.pivot.length === 0) {
      return message('ask.needsPivot', { measure: measureKey(measure) });
    }
  }
  if (query.compare !== null && query.range === null) return message('ask.needsRange');
  const shown = [...query.dimensions, ...query.measures.map(measureKey)];
  const unknown = query.sort.find(({ by }) => !shown.includes(by));
  return unknown ? message('ask.noSort', { name: shortened(unknown.by), hint: hint(unknown.by, shown) }) : null;
}
