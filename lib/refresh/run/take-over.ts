import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { dropLeftovers } from '../build/tables.ts';
import { settlePublished } from '../quarantine/settle-published.ts';
import type { ClaimedRun } from './claim.ts';
import { dropOfEnded } from './ended-runs.ts';
import { runStep } from './run-step.ts';

/** The name of a run's connection: `summa run 12.3`, by which the next attempt finds and ends it. */
export function applicationName(run: string, attempt: number): string {
  return `summa run ${run}.${attempt}`;
}

type Attempt = Pick<ClaimedRun, 'id' | 'attempt' | 'fence'>;

/** The warehouse knows a higher fence than this attempt was given. */
export class Outnumbered extends Error {
  override name = 'Outnumbered';
}

/**
 * Makes this attempt the only one that can publish, then learns what earlier ones had published before they died. The order
 * matters: end their connections, raise the fence, read their publish records, drop what they left.
 */
export async function takeOver(
  db: Queryable,
  store: ControlStore,
  schema: string,
  run: Attempt,
): Promise<{ published: string[] }> {
  await runStep('end connections', () => endConnections(db, run));
  await runStep('raise fence', () => raiseFence(db, schema, run));
  const published = await runStep('reconcile', () => reconcile(db, store, schema, run.id));
  await settlePublished(db, schema);
  await runStep('drop leftovers', async () => {
    await dropLeftovers(db, schema, run.id, run.attempt);
    await dropOfEnded(db, store, schema);
  });
  return { published };
}

async function endConnections(db: Queryable, run: Attempt): Promise<void> {
  // Redshift does not tell applications apart. A connection that is left over meets a higher fence there.
  if (engineDialect(db).name === 'redshift') return;
  for (let waited = 0; waited < 100; waited++) {
    const { rowCount } = await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and substring(application_name from $1)::int < $2`,
      [`^summa run ${run.id}\\.([0-9]+)$`, run.attempt],
    );
    if (rowCount === 0) return;
    await sleep(50);
  }
}

async function raiseFence(db: Queryable, schema: string, run: Attempt): Promise<void> {
  const fences = inSchema(schema, '_fence');
  const { now, ifNew } = engineDialect(db);
  await db.query(
    `insert into ${fences} (run, fence, at)
     select cast($1 as bigint), 0, ${now} where not exists (select 1 from ${fences} where run = $1)${ifNew}`,
    [run.id],
  );
  // Waits for an older attempt inside its publish, whose record is then there to be read.
  const { rowCount } = await db.query(`update ${fences} set fence = $2, at = ${now} where run = $1 and fence < $2`, [
    run.id,
    run.fence,
  ]);
  if (rowCount !== 1) throw new Outnumbered(`A newer attempt has taken over run ${run.id}; this one does nothing.`);
}

/**
 * Marks the units of a run that the warehouse knows as published, also those a control store from a backup does not know.
 * The warehouse's record decides, not the control store's.
 */
export async function reconcile(db: Queryable, store: ControlStore, schema: string, run: string): Promise<string[]> {
  const { rows } = await db.query<Published>(
    `select p.unit, p.epoch::text as epoch, sum(s.rows_opened)::text as opened, sum(s.rows_closed)::text as closed,
            max(s.range_from)::text as from, min(s.range_to)::text as to
       from ${inSchema(schema, '_publish')} p join ${inSchema(schema, '_publish_summary')} s on s.epoch = p.epoch
      where p.run = $1 group by p.unit, p.epoch`,
    [run],
  );
  for (const { unit, epoch, opened, closed, from, to } of rows) {
    await sql`
      insert into summa_control.run_unit as u
        (run, ordinal, unit, range_from, range_to, state, epoch, rows_opened, rows_closed, finished_at)
      values (${run}, -1, ${unit}, ${from}, ${to}, 'published', ${epoch}, ${opened}, ${closed}, now())
      on conflict (run, unit) do update
        set state = 'published', epoch = excluded.epoch, rows_opened = excluded.rows_opened,
            rows_closed = excluded.rows_closed, error = null, changed_at = now(), finished_at = now()
      where u.state <> 'published'`.execute(store);
  }
  return rows.map((row) => row.unit);
}

/** The narrowest days of a publish are its head's. */
type Published = {
  unit: string;
  epoch: string;
  opened: string;
  closed: string;
  from: string | null;
  to: string | null;
};
