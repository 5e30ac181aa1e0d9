import type { StoredRelation } from '#lib/compile/stored.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** A published generation that still has its tables. */
export type KeptGeneration = {
  id: string;
  summary: string;
  relations: StoredRelation[];
  served: boolean;
  /** True when no readable epoch shows it. */
  passed: boolean;
  /** The oldest readable epoch of its summary; 0 while all are. */
  horizon: string;
};

/** The generations of some summaries that have tables, oldest first. */
export async function keptGenerations(
  db: Queryable,
  schema: string,
  summaries: readonly string[],
): Promise<KeptGeneration[]> {
  const { rows } = await db.query<KeptGeneration>(
    `select g.id::text as id, g.summary, g.relations, g.to_epoch is null as served,
            coalesce(g.to_epoch <= h.epoch, false) as passed, coalesce(h.epoch, 0)::text as horizon
       from ${inSchema(schema, '_generation')} g
       left join ${inSchema(schema, '_horizon')} h on h.summary = g.summary
      where g.summary = any($1::text[]) and g.from_epoch is not null and g.dropped_at is null
      order by g.from_epoch`,
    [summaries],
  );
  return rows;
}
