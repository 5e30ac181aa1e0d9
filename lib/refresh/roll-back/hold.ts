import type { Partition } from '#lib/compile/partition.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type Days, partitionsIn } from '../plan/plan.ts';
import type { HoldView } from './roll-back-types.ts';

type RangeRow = { from: string | null; to: string | null };

const daysOf = ({ from, to }: RangeRow): Days | null => (from && to ? { from, to } : null);

/** Days of a chain that no refresh may publish, null for all of them; none where nothing is held. */
export async function heldDays(db: Queryable, schema: string, head: string): Promise<(Days | null)[]> {
  const { rows } = await db.query<RangeRow>(
    `select distinct range_from::text as from, range_to::text as to from ${inSchema(schema, '_hold')}
      where summary = $1 and released_at is null order by 1 nulls first, 2`,
    [head],
  );
  return rows.map(daysOf);
}

/**
 * Days of a chain that were let go of and whose partitions nobody has built since, null for all of them: they show what a
 * roll-back restored, and lie behind any look-back sooner or later.
 */
export async function releasedDays(db: Queryable, schema: string, head: string): Promise<(Days | null)[]> {
  const { rows } = await db.query<RangeRow & { by: Partition['by']; built: number; stale: number }>(
    `select h.range_from::text as from, h.range_to::text as to, g.partition_by as by,
            cast(count(case when p.built_at > h.released_at then 1 end) as int) as built,
            cast(count(case when p.built_at <= h.released_at then 1 end) as int) as stale
       from ${inSchema(schema, '_hold')} h
       join ${inSchema(schema, '_generation')} g
         on g.summary = h.summary and g.from_epoch is not null and g.to_epoch is null and g.partition_by is not null
       left join ${inSchema(schema, '_partition')} p
         on p.generation = g.id and (h.range_from is null or (p."partition" >= h.range_from and p."partition" < h.range_to))
      where h.summary = $1 and h.released_at is not null
      group by h.id, h.range_from, h.range_to, g.partition_by
      order by h.id`,
    [head],
  );
  return rows.flatMap((row) => {
    const days = daysOf(row);
    // A roll-back forgets partitions that were not built before, so what is missing counts as well.
    const due = days ? row.built < partitionsIn(days, row.by).length : row.stale > 0;
    return due ? [days] : [];
  });
}

/** Everything that is held, the newest first. */
export async function listHolds(db: Queryable, schema: string): Promise<HoldView[]> {
  const { rows } = await db.query<RangeRow & Omit<HoldView, 'range' | 'epoch' | 'undone'> & HoldNumbers>(
    `select id::text as id, summary, range_from::text as from, range_to::text as to, epoch::text as epoch,
            undone::text as undone, who, reason,
            to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from ${inSchema(schema, '_hold')} where released_at is null order by _hold.id desc`,
  );
  return rows.map(({ from, to, ...row }) => ({
    ...row,
    range: daysOf({ from, to }),
    epoch: Number(row.epoch),
    undone: Number(row.undone),
  }));
}

type HoldNumbers = { epoch: string; undone: string };

/** Lets go of days; the next refresh builds them again. */
export async function releaseHold(
  db: Queryable,
  schema: string,
  { id, who }: { id: string; who: string },
): Promise<void> {
  const { rowCount } = await db.query(
    `update ${inSchema(schema, '_hold')} set released_at = ${engineDialect(db).clock}, released_by = $2
      where id = $1 and released_at is null`,
    [/^\d{1,18}$/.test(id) ? id : '0', who],
  );
  if (rowCount === 1) return;
  throw new PersonError({ message: message('problem.noHold'), status: 404 });
}
