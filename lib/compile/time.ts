import { sql } from 'kysely';
import { addDays } from '#lib/calendar/day.ts';
import type { TimeBucket, WeekStart } from '#lib/definition/grain.ts';
import type { EngineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { RowType } from './row-type.ts';
import type { Sql } from './statement.ts';

/** Days `YYYY-MM-DD` in the summary's zone, `from` included and `to` not; null is everything. */
export type BuildRange = { readonly from: string; readonly to: string } | null;

/** A moment as the wall clock of the zone shows it; dates and times without zone stand as they are. */
export function localTime(column: Sql, type: RowType, zone: string): Sql {
  return type.kind === 'timestamptz' ? sql`(${column} at time zone ${sql.lit(zone)})` : column;
}

/** The bucket a moment falls in: a date, or a timestamp for hours. */
export function bucketOf(
  column: Sql,
  type: RowType,
  zone: string,
  bucket: TimeBucket,
  weekStart: WeekStart = 'monday',
): Sql {
  const local = localTime(column, type, zone);
  if (bucket === 'day') return sql`cast(${local} as date)`;
  // date_trunc knows weeks from Monday: a day later, Sunday begins them.
  if (bucket === 'week' && weekStart === 'sunday') {
    return sql`cast(date_trunc('week', cast(${local} as timestamp) + interval '1 day') - interval '1 day' as date)`;
  }
  // Without the cast a date would be truncated as a moment in the session's zone.
  const truncated = sql`date_trunc(${sql.lit(bucket)}, cast(${local} as timestamp))`;
  return bucket === 'hour' ? truncated : sql`cast(${truncated} as date)`;
}

/**
 * Whether a moment lies in a range of local days. Exact by the wall clock, and for an index on the raw column also bounded
 * on it: no zone is more than a day away from UTC.
 */
export function inRange(column: Sql, type: RowType, zone: string, range: { from: string; to: string }): Sql {
  const from = sql.lit(range.from);
  const to = sql.lit(range.to);
  const local = localTime(column, type, zone);
  const exact = sql`${local} >= cast(${from} as ${localType(type)}) and ${local} < cast(${to} as ${localType(type)})`;
  if (type.kind !== 'timestamptz') return exact;
  const least = sql.lit(`${addDays(range.from, -1)} 00:00:00+00`);
  const most = sql.lit(`${addDays(range.to, 1)} 00:00:00+00`);
  return sql`${column} >= cast(${least} as timestamptz) and ${column} < cast(${most} as timestamptz) and ${exact}`;
}

/** Whether a moment is missing or beyond all time, so that it lies in no partition. */
export function withoutTime(column: Sql, { name }: Pick<EngineDialect, 'name'>): Sql {
  // Redshift has no infinite times.
  if (name === 'redshift') return sql`${column} is null`;
  return sql`(${column} is null or ${column} = 'infinity' or ${column} = '-infinity')`;
}

function localType(type: RowType): Sql {
  return type.kind === 'date' ? sql`date` : sql`timestamp`;
}
