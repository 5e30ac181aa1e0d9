import type { DateRange } from '#lib/definition/date-range.ts';
import { type Message, message } from '#lib/i18n/message.ts';

/** A range as people name it: `Last 28 days`, `Month to date`, or its days. */
export function rangeMessage(range: DateRange): Message {
  switch (range.kind) {
    case 'last':
      return message(`range.last-${range.unit}`, { count: range.count });
    case 'to-date':
      return message(`range.${range.unit}-to-date`);
    case 'between':
      return message('range.between', { days: { days: range } });
    case 'all':
      return message('range.all');
  }
}
