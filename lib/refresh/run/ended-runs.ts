import type { ControlStore } from '#lib/store/connect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { dropLeftovers } from '../build/tables.ts';

/**
 * Drops what runs that have ended could not drop themselves, because their connection went away in that moment or somebody
 * had the table open. Builds in quarantine stay.
 */
export async function dropOfEnded(db: Queryable, store: ControlStore, schema: string): Promise<void> {
  const { rows } = await db.query<{ run: string }>(
    `select run::text as run from (
       select substring(tablename from '^_s([0-9]+)_')::bigint as run from pg_tables
        where schemaname = $1 and tablename ~ '^_s[0-9]+_'
       union select run from ${inSchema(schema, '_generation')} where from_epoch is null
     ) as found
     where run not in (select run from ${inSchema(schema, '_quarantine')} where state = 'open')`,
    [schema],
  );
  if (rows.length === 0) return;
  const ended = await store
    .selectFrom('run')
    .select(['id', 'attempt'])
    .where(
      'id',
      'in',
      rows.map(({ run }) => run),
    )
    .where('finished_at', 'is not', null)
    .execute();
  for (const { id, attempt } of ended) await dropLeftovers(db, schema, id, attempt + 1);
}
