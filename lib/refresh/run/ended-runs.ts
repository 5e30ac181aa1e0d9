import type { ControlStore } from '#lib/store/connect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { dropLeftovers, stageTables } from '../build/tables.ts';

/**
 * Drops what runs that have ended could not drop themselves, because their connection went away in that moment or somebody
 * had the table open. Builds in quarantine stay.
 */
export async function dropOfEnded(db: Queryable, store: ControlStore, schema: string): Promise<void> {
  const { rows } = await db.query<{ run: string; waits: boolean }>(
    `select distinct run::text as run, false as waits from ${inSchema(schema, '_generation')} where from_epoch is null
     union all
     select distinct run::text as run, true as waits from ${inSchema(schema, '_quarantine')} where state = 'open'`,
  );
  const waiting = new Set(rows.flatMap(({ run, waits }) => (waits ? [run] : [])));
  const left = [...rows, ...(await stageTables(db, schema))].map(({ run }) => run);
  const runs = [...new Set(left)].filter((run) => !waiting.has(run));
  if (runs.length === 0) return;
  const ended = await store
    .selectFrom('run')
    .select(['id', 'attempt'])
    .where('id', 'in', runs)
    .where('finished_at', 'is not', null)
    .execute();
  for (const { id, attempt } of ended) await dropLeftovers(db, schema, id, attempt + 1);
}
