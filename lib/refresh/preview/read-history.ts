import { sql } from 'kysely';
import type { Partition } from '#lib/compile/partition.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { BuiltBefore } from './estimate.ts';
import { partitionCount } from './planned-days.ts';

/** The estimate follows the warehouse as it is now, not as it was a year ago. */
const lastRuns = 20;

/** How long units of the last runs of a chain took, of one kind: a full build and an increment have little in common. */
export async function readHistory(
  store: ControlStore,
  chain: string,
  kind: 'full' | 'incremental',
  by: Partition['by'] | null,
): Promise<BuiltBefore[]> {
  const { rows } = await sql<{ run: string; seconds: number; from: string | null; to: string | null }>`
    select u.run::text as run, extract(epoch from u.finished_at - u.started_at)::float8 as seconds,
           u.range_from as from, u.range_to as to
      from (select id from summa_control.run
             where chain = ${chain} and task = 'refresh' and plan ->> 'kind' = ${kind}
               and state in ('succeeded', 'partial')
             order by id desc limit ${lastRuns}) r
      join summa_control.run_unit u on u.run = r.id
     where u.state in ('published', 'unchanged') and u.started_at is not null and u.finished_at is not null`.execute(
    store,
  );
  return rows.map(({ run, seconds, from, to }) => ({
    run,
    seconds,
    partitions: partitionCount([{ days: from && to ? { from, to } : null }], by),
  }));
}
