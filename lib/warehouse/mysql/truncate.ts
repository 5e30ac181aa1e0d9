import { sql } from 'kysely';
import type { TimeBucket, WeekStart } from '#lib/definition/grain.ts';
import type { Piece } from '../dialect.ts';

/** `date_trunc` in the words of MySQL and MariaDB, right for every year: `makedate` takes the year 50 for 2050. */
export function truncate(bucket: TimeBucket, column: Piece, weekStart: WeekStart): Piece {
  const day = sql`cast(${column} as date)`;
  switch (bucket) {
    case 'hour':
      return sql`cast(date_format(${column}, '%Y-%m-%d %H:00:00') as datetime)`;
    case 'day':
      return day;
    case 'week':
      // `weekday` counts from Monday with 0, `dayofweek` from Sunday with 1.
      return weekStart === 'monday'
        ? sql`(${day} - interval weekday(${column}) day)`
        : sql`(${day} - interval dayofweek(${column}) - 1 day)`;
    case 'month':
      return monthOf(day, column);
    case 'quarter':
      return sql`(${monthOf(day, column)} - interval (month(${column}) - 1) % 3 month)`;
    case 'year':
      return sql`(${day} - interval dayofyear(${column}) - 1 day)`;
  }
}

function monthOf(day: Piece, column: Piece): Piece {
  return sql`(${day} - interval dayofmonth(${column}) - 1 day)`;
}
