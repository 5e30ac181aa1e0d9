import * as calendar from '#lib/calendar/bucket.ts';
import { counterpart as beside, comparedDays as compared } from '#lib/calendar/compared.ts';
import type { Days } from '#lib/calendar/day.ts';
import type { Compare } from '#lib/definition/tiles.ts';

export { addBuckets, type DayBucket, dayBucket } from '#lib/calendar/bucket.ts';
export { earlierOf, laterOf } from '#lib/calendar/day.ts';

type Bucket = calendar.DayBucket;
const monday = 'monday';

export const endOf = (bucket: Bucket, day: string) => calendar.endOf(bucket, day, monday);
export const bucketCount = (bucket: Bucket, days: Days) => calendar.bucketCount(bucket, days, monday);
export const bucketsOf = (bucket: Bucket, days: Days) => calendar.bucketsOf(bucket, days, monday);
export const wholeBuckets = (bucket: Bucket, days: Days) => calendar.wholeBuckets(bucket, days, monday);
export const comparedDays = (bucket: Bucket, days: Days, compare: Compare) =>
  compared({ days, compare, bucket, weekStart: monday, toDate: null, through: null });
export const counterpart = (bucket: Bucket, start: string, days: Days, other: Days, compare: Compare) =>
  beside(bucket, start, { days, compare, bucket, weekStart: monday, toDate: null, through: null }, other);
