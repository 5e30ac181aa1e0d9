import { sql } from 'kysely';
import type { TimeBucket, WeekStart } from '#lib/definition/grain.ts';
import type { Piece } from '../dialect.ts';

/** `date_trunc` of PostgreSQL and Redshift. Without the cast to timestamp it would depend on the session's zone. */
export function truncate(bucket: TimeBucket, column: Piece, weekStart: WeekStart): Piece {
  if (bucket === 'week' && weekStart === 'sunday') {
    return sql`(date_trunc('week', ${column}::timestamp + interval '1 day') - interval '1 day')::date`;
  }
  const truncated = sql`date_trunc(${units[bucket]}, ${column}::timestamp)`;
  return bucket === 'hour' ? truncated : sql`${truncated}::date`;
}

const units: Record<TimeBucket, Piece> = {
  hour: sql`'hour'`,
  day: sql`'day'`,
  week: sql`'week'`,
  month: sql`'month'`,
  quarter: sql`'quarter'`,
  year: sql`'year'`,
};
