import type { Partition } from '#lib/compile/partition.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { reachesOf } from './reach.ts';

/** Whether a built partition `b` was built before a change: of a build that left no snapshot nothing is known to be seen. */
export function unseen(change: string): string {
  return `not coalesce(pg_visible_in_snapshot(${change}.xid, b.snapshot), false)`;
}

const widths: Record<Partition['by'], string> = {
  day: '1 day',
  week: '1 week',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
};

/** The parameters of {@link changes}, for all sources of a summary or some. */
export function changesOf(head: SummaryDefinition, { by }: Partition, only?: readonly string[]): unknown[] {
  const reaches = reachesOf(head).filter(({ source }) => only === undefined || only.includes(source));
  return [
    head.name,
    reaches.map(({ source }) => source),
    reaches.map(({ mapped }) => mapped),
    reaches.map(({ zoned }) => zoned),
    reaches.map(({ strict }) => strict),
    head.zone,
    by,
    widths[by],
  ];
}

/**
 * The beginning of every question about changes.
 *
 * - `built`: the partitions that are served, with what their builds saw.
 * - `change`: what is logged or reported. Changes of everything that all builds have seen are left out: no snapshot waited
 *   for a transaction as old as theirs. So are times of no moment, whose rows lie in no partition.
 * - `whole_change`: those of them that concern every partition.
 * - `touched`: the partitions of a logged hour. An hour of UTC is some hour of the zone, with half-hour zones of two days;
 *   where the clock is put back just then, the moments in it reach an hour further at either end.
 * - `reported`: days a loader has named, and whether partitions among them were never built.
 */
export function changes(schema: string): string {
  return `
    with reach as (
      select * from unnest($2::text[], $3::boolean[], $4::boolean[], $5::boolean[]) as r (source, mapped, zoned, strict)),
    built as materialized (
      select p.partition, cast(p.snapshot as pg_snapshot) as snapshot
        from ${inSchema(schema, '_partition')} p join ${inSchema(schema, '_generation')} g on g.id = p.generation
       where g.summary = $1 and g.from_epoch is not null and g.to_epoch is null),
    oldest as (
      select case when bool_or(snapshot is null) then '0' else min(pg_snapshot_xmin(snapshot)) end as xmin from built),
    change as materialized (
      select c.id, c.xid, c.hour, c.day_from, c.day_to, r.zoned, w.whole
        from ${inSchema(schema, '_change')} c join reach r on r.source = c.source
        cross join lateral (select not r.mapped or (c.hour is null and c.day_from is null) as whole) w
       where case when w.whole then c.xid >= (select xmin from oldest)
                  when c.hour is null then true
                  else c.hour >= timestamp '0001-01-03' and c.hour < timestamp '9999-12-30' end),
    whole_change as materialized (select id, xid from change where whole),
    local_hour as (
      select id, xid, hour, zoned, hour at time zone 'UTC' at time zone $6 as first,
             (hour + interval '1 hour') at time zone 'UTC' at time zone $6 as last
        from change where hour is not null and not whole),
    touched as materialized (
      select distinct id, xid, cast(date_trunc($7, moment) as date) as partition
        from local_hour cross join lateral unnest(case when zoned then array[
               least(first, last - interval '1 hour'),
               greatest(first + interval '1 hour', last) - interval '1 microsecond'] else array[hour] end) as m (moment)),
    span as (
      select min(partition) as first, cast(max(partition) + cast($8 as interval) as date) as last from built),
    gap as (
      select cast(day as date) as partition from span, generate_series(first, last - 1, cast($8 as interval)) as day
       where not exists (select from built b where b.partition = cast(day as date))),
    reported as (
      select c.id, c.xid, c.day_from, c.day_to, f.first,
             c.day_from < span.first or c.day_to > span.last
               or exists (select from gap g where g.partition >= f.first and g.partition < c.day_to) as outside
        from change c cross join span
        cross join lateral (select cast(date_trunc($7, cast(c.day_from as timestamp)) as date) as first) f
       where c.day_from is not null and not c.whole)`;
}
