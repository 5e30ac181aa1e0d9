import { addDays, formatBucket, formatDayRange } from '#components/format/date.ts';
import type { Language } from '#lib/i18n/language.ts';
import { type Partitions, rangeOf, type Span } from './strip-partitions.ts';

/** A partition and its state: `Mon, Jun 4, 2001: fresh`. */
export function partitionWords({ days, by, states }: Partitions, index: number, language: Language): string {
  const [day, state] = [days[index], states[index]];
  if (day === undefined || state === undefined) return '';
  return language.t('strip.partition', {
    partition: formatBucket(day, by, language),
    state: language.t(`partition.${state}`),
  });
}

/** What is chosen: `Jun 4 – 10, 2001: 7 partitions in Asia/Seoul`. */
export function spanWords(partitions: Partitions, span: Span, zone: string, language: Language): string {
  const { from, to } = rangeOf(partitions, span);
  return language.t('strip.selected', {
    days: formatDayRange(from, addDays(to, -1), language),
    count: span.last - span.first + 1,
    zone,
  });
}
