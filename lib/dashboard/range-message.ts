import type { DateRange } from '#lib/definition/date-range.ts';
import { type Message, message } from '#lib/i18n/message.ts';

/** A range as people name it: `Last 28 days`, `Month to date, until now`, or its days. */
export function rangeMessage(range: DateRange): Message {
  switch (range.kind) {
    case 'last':
      return until(range, message(`range.last-${range.unit}`, { count: range.count }));
    case 'to-date':
      return until(range, message(`range.${range.unit}-to-date`));
    case 'between':
      return message('range.between', { days: { days: range } });
    case 'all':
      return message('range.all');
  }
}

function until({ untilNow }: { untilNow?: boolean }, range: Message): Message {
  return untilNow ? message('range.untilNow', { range: { message: range } }) : range;
}
