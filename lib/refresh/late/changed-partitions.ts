import { partitionOf } from '#lib/compile/partition.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Days } from '../plan/plan.ts';
import { changes, changesOf, unseen } from './change-sql.ts';
import { readReported, reportedNeeded, reportedOutside, reportedStale } from './reported-changes.ts';

/** A built partition whose sources have changed since its build took its snapshot. */
export type Stale = {
  partition: string;
  /** Whether a change that touches everything is among them. */
  whole: boolean;
};

/** The built partitions of a summary that a logged or reported change touches which their build did not see. */
export async function stalePartitions(db: Queryable, schema: string, head: SummaryDefinition): Promise<Stale[]> {
  const partition = partitionOf(head);
  if (!partition || head.sources.length === 0) return [];
  if (engineDialect(db).name === 'redshift') {
    return reportedStale(await readReported(db, schema, head), head, partition.by);
  }
  const { rows } = await db.query<Stale>(
    `${changes(schema)}
     select partition::text as partition, bool_or(whole) as whole from (
       select b.partition, true as whole from built b
        where (b.snapshot is null and ((select bool_or(strict) from reach) or exists (select 1 from whole_change)))
           or (select max(xid) from whole_change) >= pg_snapshot_xmax(b.snapshot)
           or exists (select from pg_snapshot_xip(b.snapshot) as x (xid) where x.xid in (select xid from whole_change))
       union all
       select b.partition, false from built b join touched c on c.partition = b.partition where ${unseen('c')}
       union all
       select b.partition, false from built b join reported c on b.partition >= c.first and b.partition < c.day_to
        where c.xid >= (select xmin from oldest) and ${unseen('c')}
     ) as stale group by partition order by partition`,
    changesOf(head, partition),
  );
  return rows;
}

/** What changes touch beside the built partitions: partitions never built, and reported days that may have some. */
export async function changesOutside(
  db: Queryable,
  schema: string,
  head: SummaryDefinition,
): Promise<{ partitions: string[]; ranges: Days[] }> {
  const partition = partitionOf(head);
  if (!partition || head.sources.length === 0) return { partitions: [], ranges: [] };
  if (engineDialect(db).name === 'redshift') {
    return { partitions: [], ranges: reportedOutside(await readReported(db, schema, head), head, partition.by) };
  }
  const { rows } = await db.query<{ from: string; to: string | null }>(
    `${changes(schema)}
     select distinct c.partition::text as from, null as to from touched c
      where not exists (select from built b where b.partition = c.partition)
     union
     select c.day_from::text, c.day_to::text from reported c where c.outside
     order by 1`,
    changesOf(head, partition),
  );
  return {
    partitions: rows.flatMap(({ from, to }) => (to === null ? [from] : [])),
    ranges: rows.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }])),
  };
}

/** The changes of one source that a summary still needs: some partition they touch has not seen them. */
export async function neededChanges(
  db: Queryable,
  schema: string,
  head: SummaryDefinition,
  source: string,
): Promise<string[]> {
  const partition = partitionOf(head);
  if (!partition) return [];
  if (engineDialect(db).name === 'redshift') {
    return reportedNeeded(await readReported(db, schema, head, source), head, partition.by).map(({ id }) => String(id));
  }
  const { rows } = await db.query<{ id: string }>(
    `${changes(schema)}
     select c.id::text as id from whole_change c
      where exists (select from built where snapshot is null)
         or c.xid >= (select min(pg_snapshot_xmax(snapshot)) from built)
         or c.xid in (select x.xid from built, pg_snapshot_xip(built.snapshot) as x (xid))
     union
     select c.id::text from touched c left join built b on b.partition = c.partition
      where b.partition is null or ${unseen('c')}
     union
     select c.id::text from reported c
      where c.outside or exists (
        select from built b where b.partition >= c.first and b.partition < c.day_to and ${unseen('c')})`,
    changesOf(head, partition, [source]),
  );
  return rows.map(({ id }) => id);
}
