import type { StoredRelation } from '#lib/compile/stored.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Days } from '../plan/plan.ts';
import { runStep } from '../run/run-step.ts';
import { columnList, diffTable } from './tables.ts';

/** The rows in which a stage differs from what is served: `_side` -1 to close (by `_id`), 1 to open. */
export type Diff = { relation: StoredRelation; table: string; opened: number; closed: number };

/** `"day" >= date '…' and "day" < date '…'`, or true. */
export function withinDays(column: string | undefined, days: Days | null): string {
  if (!column || !days) return 'true';
  return `${quoted(column)} >= date '${days.from}' and ${quoted(column)} < date '${days.to}'`;
}

/**
 * Compares a stage with the current rows of its days. Grouping by every column and summing the sides is exact with nulls
 * and needs no join, which engines refuse or get wrong on nulls.
 */
export async function diffRelation(
  db: Queryable,
  schema: string,
  served: StoredRelation,
  stage: string,
  within: string,
): Promise<Diff> {
  const table = diffTable(stage);
  const columns = columnList(served.columns);
  await runStep('compare', () =>
    db.query(
      `create ${engineDialect(db).stageTable} ${inSchema(schema, table)} as
       select ${columns}, sum(side) as _side, max(_id) as _id
         from (
           select ${columns}, -1 as side, _id from ${inSchema(schema, served.current)} where ${within}
           union all
           select ${columns}, 1 as side, cast(null as bigint) as _id from ${inSchema(schema, stage)}
         ) as both_sides
        group by ${columns}
       having sum(side) <> 0`,
    ),
  );
  const { rows } = await db.query<{ opened: number; closed: number }>(
    `select cast(count(case when _side > 0 then 1 end) as int) as opened,
            cast(count(case when _side < 0 then 1 end) as int) as closed
       from ${inSchema(schema, table)}`,
  );
  return { relation: served, table, opened: rows[0]?.opened ?? 0, closed: rows[0]?.closed ?? 0 };
}
