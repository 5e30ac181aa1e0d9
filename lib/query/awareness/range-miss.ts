import { dayBucket, isWhole, wholeBuckets } from '#lib/calendar/bucket.ts';
import type { Days } from '#lib/calendar/day.ts';
import { dateRangeText } from '#lib/definition/date-range.ts';
import { message } from '#lib/i18n/message.ts';
import { able } from './able.ts';
import type { Built } from './candidate.ts';
import type { Asked, Miss } from './miss.ts';
import { sound } from './sound.ts';
import { type TopicFacts, timeOf } from './topic-facts.ts';

/** Days that begin or end inside a bucket of the summary, which cannot be cut. */
export function rangeMiss(asked: Asked, candidate: Built, facts: TopicFacts): Miss | null {
  const { query, days, compared } = asked;
  const { summary, generation } = candidate;
  const [reference] = able(asked, facts);
  const time = timeOf(candidate);
  // Nothing finer has what is asked for: what it has is shown, with a note that says which days these are.
  if (candidate === reference) return null;
  if (!time?.bucket) {
    if (days === null) return null;
    return {
      reason: message('awareness.noTime', { summary: summary.name }),
      way: {
        said: message('awareness.withoutRange'),
        loss: 2,
        asked: { query: sound({ ...query, range: null, compare: null }), days: null, compared: null },
      },
    };
  }
  const bucket = dayBucket(time.bucket);
  const weekStart = generation.weekStart ?? 'monday';
  const first = reference?.available?.from ?? null;
  const isUncut = (span: Days) => isWhole(bucket, span, weekStart);
  // Nothing lies before the first day of all, so nothing is cut off there; but what is compared is counted from there.
  const isOpen = compared === null && first !== null && days !== null && days.from <= first;
  const ends = isOpen && wholeBuckets(bucket, days, weekStart).to === days.to;
  if (days === null || ((isUncut(days) || ends) && (compared === null || isUncut(compared)))) return null;
  const whole = wholeBuckets(bucket, days, weekStart);
  const reason = message('awareness.range', { summary: summary.name, unit: bucket, days: { days } });
  if (whole.from === days.from && whole.to === days.to) return { reason, way: null };
  const range = dateRangeText({ kind: 'between', ...whole });
  return {
    reason,
    way: {
      said: message('awareness.wholeRange', { days: { days: whole } }),
      loss: 1,
      asked: { query: sound({ ...query, range, compare: null }), days: whole, compared: null },
    },
  };
}
