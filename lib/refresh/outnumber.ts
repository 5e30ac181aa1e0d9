import { sql } from 'kysely';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Engine } from './engine.ts';

/**
 * Lets runs and fences be numbered above all that the warehouse remembers. A control store that is new, or older than the
 * warehouse, would otherwise hand out numbers whose work the warehouse already has.
 */
export async function outnumberWarehouse(engine: Pick<Engine, 'store' | 'environment'>): Promise<void> {
  const { warehouseUrl, schema } = engine.environment;
  const { rows } = await warehousePool('jobs', warehouseUrl).query<{ run: string; fence: string }>(
    `select (select coalesce(max(run), 0) from (
               select max(run) as run from ${inSchema(schema, '_publish')}
               union all select max(run) from ${inSchema(schema, '_generation')}) as seen)::text as run,
            (select coalesce(max(fence), 0) from ${inSchema(schema, '_fence')})::text as fence`,
  );
  const { run = '0', fence = '0' } = rows[0] ?? {};
  await sql`
    select setval('summa_control.run_fence', ${fence}::bigint)
     where ${fence}::bigint > 0 and ${fence}::bigint >= (select last_value from summa_control.run_fence)`.execute(
    engine.store,
  );
  await sql`
    select setval('summa_control.run_id_seq', ${run}::bigint)
     where ${run}::bigint > 0 and ${run}::bigint >= (select last_value from summa_control.run_id_seq)`.execute(
    engine.store,
  );
}
