import { addDays } from '#lib/definition/date-range.ts';
import { sourcesOf } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { BuiltPartition } from './strip.ts';

/** The built partitions of some generations, by summary. */
export async function readBuiltPartitions(
  db: Queryable,
  schema: string,
  generations: string[],
): Promise<Map<string, BuiltPartition[]>> {
  const { rows } = await db.query<{ summary: string; partition: string; at: string; epoch: string; run: string }>(
    `select g.summary, p.partition::text as partition, p.epoch::text as epoch, p.run::text as run,
            to_char(p.built_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
       from ${inSchema(schema, '_partition')} p join ${inSchema(schema, '_generation')} g on g.id = p.generation
      where g.id = any($1::bigint[]) order by g.summary, p.partition`,
    [generations],
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
  const { rows } = await db.query<{ day: string | null }>(
    `select cast(min(through) at time zone $2 as date)::text as day
       from ${inSchema(schema, '_watermark')} where source = any($1::text[]) and isfinite(through)`,
    [names, head.zone],
  );
  const day = rows[0]?.day;
  return day ? addDays(day, 1) : null;
}
