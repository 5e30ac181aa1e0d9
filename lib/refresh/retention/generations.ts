import type { StoredRelation } from '#lib/compile/stored.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { fromJson } from '#lib/warehouse/from-json.ts';
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
  const isOne = engineDialect(db).isOneOf('g.summary', 'text', summaries, 1);
  const { rows } = await db.query<KeptGeneration & { relations: StoredRelation[] | string }>(
    `select g.id::text as id, g.summary, g.relations, g.to_epoch is null as served,
            coalesce(g.to_epoch <= h.epoch, false) as passed, coalesce(h.epoch, 0)::text as horizon
       from ${inSchema(schema, '_generation')} g
       left join ${inSchema(schema, '_horizon')} h on h.summary = g.summary
      where ${isOne.text} and g.from_epoch is not null and g.dropped_at is null
      order by g.from_epoch`,
    isOne.values,
  );
  return rows.map((row) => ({ ...row, relations: fromJson(row.relations) }));
}
