import { addDays } from '#lib/calendar/day.ts';
import { sourcesOf } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { BuiltPartition } from './strip.ts';

/** The built partitions of some generations, by summary. */
export async function readBuiltPartitions(
  db: Queryable,
  schema: string,
  generations: string[],
): Promise<Map<string, BuiltPartition[]>> {
  const isServed = engineDialect(db).isOneOf('g.id', 'bigint', generations, 1);
  const { rows } = await db.query<{ summary: string; partition: string; at: string; epoch: string; run: string }>(
    `select g.summary, p."partition"::text as "partition", p.epoch::text as epoch, p.run::text as run,
            to_char(p.built_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
       from ${inSchema(schema, '_partition')} p join ${inSchema(schema, '_generation')} g on g.id = p.generation
      where ${isServed.text} order by g.summary, p."partition"`,
    isServed.values,
  );
  const built = new Map<string, BuiltPartition[]>();
  for (const { summary, epoch, ...partition } of rows) {
    const of = built.get(summary) ?? [];
    built.set(summary, of);
    of.push({ ...partition, epoch: Number(epoch) });
  }
  return built;
}

/** The first day after those that all sources of a chain were seen to have; null when they do not tell. */
export async function readReach(db: Queryable, schema: string, head: SummaryDefinition): Promise<string | null> {
  const names = sourcesOf(head).map((source) => source.name);
  const isOne = engineDialect(db).isOneOf('source', 'text', names, 2);
  const { rows } = await db.query<{ day: string | null }>(
    `select cast(min(through) at time zone $1 as date)::text as day
       from ${inSchema(schema, '_watermark')} where ${isOne.text} and through < '9999-12-31'`,
    [head.zone, ...isOne.values],
  );
  const day = rows[0]?.day;
  return day ? addDays(day, 1) : null;
}
