import { sql } from 'kysely';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { stageTables } from '../build/tables.ts';
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

/** The same for one run whose later attempts only the warehouse remembers: their stage tables must not be met again. */
export async function outnumberRun(engine: Pick<Engine, 'store' | 'environment'>, run: string): Promise<void> {
  await outnumberWarehouse(engine);
  const { warehouseUrl, schema } = engine.environment;
  const pool = warehousePool('jobs', warehouseUrl);
  const { rows } = await pool.query<{ attempt: number }>(
    `select cast(coalesce(max(attempt), 0) as int) as attempt from (
       select max(attempt) as attempt from ${inSchema(schema, '_publish')} where run = $1
       union all select max(attempt) from ${inSchema(schema, '_generation')} where run = $1) as seen`,
    [run],
  );
  const stages = (await stageTables(pool, schema)).filter((stage) => stage.run === run);
  const attempt = Math.max(rows[0]?.attempt ?? 0, ...stages.map((stage) => stage.attempt));
  await sql`
    update summa_control.run set attempt = greatest(attempt, ${attempt}::int) where id = ${run}`.execute(engine.store);
}
