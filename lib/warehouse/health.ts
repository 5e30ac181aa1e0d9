import { type Registry, sourcesOf } from '#lib/definition/registry.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import manifest from '../../package.json' with { type: 'json' };
import { warehousePool } from './connect.ts';
import { engineDialect } from './engine-dialect.ts';
import { latestEpoch } from './generation.ts';
import { inSchema, literal } from './name.ts';
import type { Queryable } from './queryable.ts';

export type WarehouseHealth = {
  status: 'ok' | 'building' | 'unavailable';
  epoch: number | null;
  summaries: { total: number; complete: number };
  version: string;
};

/** Whether the warehouse answers and every summary is built up to what its source was last seen to have. */
export async function warehouseHealth(
  registry: Registry,
  environment: Pick<Environment, 'warehouseReadUrl' | 'schema'> = readEnvironment(),
): Promise<WarehouseHealth> {
  const total = registry.summaries.length;
  try {
    const pool = warehousePool('pages', environment.warehouseReadUrl);
    const { epoch } = await latestEpoch(pool, environment.schema);
    const complete = await countComplete(pool, environment.schema, registry);
    const status = complete === total ? 'ok' : 'building';
    return { status, epoch, summaries: { total, complete }, version: manifest.version };
  } catch {
    // Whoever asks is often a machine without a right to the reason; the next page load logs it.
    return { status: 'unavailable', epoch: null, summaries: { total, complete: 0 }, version: manifest.version };
  }
}

async function countComplete(db: Queryable, schema: string, registry: Registry): Promise<number> {
  const pairs = registry.summaries.flatMap((summary) =>
    sourcesOf(summary).map((source) => ({ summary: summary.name, source: source.name, zone: summary.zone })),
  );
  const { rows: listOf, newestPublish } = engineDialect(db);
  const read = listOf(
    's',
    {
      summary: { type: 'text', values: pairs.map((pair) => pair.summary) },
      source: { type: 'text', values: pairs.map((pair) => pair.source) },
      zone: { type: 'text', values: pairs.map((pair) => pair.zone) },
    },
    1,
  );
  // Redshift takes a zone only where it is written out.
  const zones = [...new Set(pairs.map((pair) => pair.zone))].map(literal);
  const days =
    zones.length === 0
      ? ['when true then cast(null as date)']
      : zones.map((zone) => `when s.zone = ${zone} then cast(w.through at time zone ${zone} as date)`);
  const { rows } = await db.query<{ summary: string; behind: boolean }>(
    `with observed as (
       select s.summary, min(case ${days.join(' ')} end) as day
         from ${read.text}
         join ${inSchema(schema, '_watermark')} w on w.source = s.source and w.through < '9999-12-31'
        group by s.summary
     )
     select g.summary, coalesce(g.partition_by is not null and (p.built_through is null or p.built_through <= o.day), false) as behind
       from ${inSchema(schema, '_generation')} g
       ${newestPublish(inSchema(schema, '_publish_summary'))}
       left join observed o on o.summary = g.summary
      where g.from_epoch is not null and g.to_epoch is null`,
    read.values,
  );
  const complete = new Set(rows.flatMap((row) => (row.behind ? [] : [row.summary])));
  return registry.summaries.filter(({ name }) => complete.has(name)).length;
}
