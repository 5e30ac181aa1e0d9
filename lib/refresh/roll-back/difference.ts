import { sql } from 'kysely';
import { relationAt } from '#lib/compile/read.ts';
import { statement } from '#lib/compile/statement.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { withinDays } from '../build/diff.ts';
import type { Days } from '../plan/plan.ts';

/** A summary as one epoch shows it. */
export type Shown = { generation: ServedGeneration; epoch: number };

/** How many rows of a relation going from what is to what was would add and take away, in these days. */
export async function countDifference(
  db: Queryable,
  schema: string,
  was: Shown,
  is: Shown,
  days: Days | null,
  name = 'rows',
): Promise<{ opened: string; closed: string }> {
  const relation = relationOf(was, name);
  const columns = sql.join(relation.columns.map((column) => sql.id(column.name)));
  const within = sql.raw(withinDays(was.generation.partition?.column, days));
  const { text, values } = statement(sql`
    select coalesce(sum(case when side > 0 then side end), 0)::text as opened,
           coalesce(-sum(case when side < 0 then side end), 0)::text as closed
      from (
        select sum(side) as side
          from (
            select ${columns}, 1 as side from ${relationAt(schema, relation, was.epoch)} where ${within}
            union all
            select ${columns}, -1 as side from ${relationAt(schema, relationOf(is, name), is.epoch)} where ${within}
          ) as both_sides
         group by ${columns}
      ) as differences`);
  const { rows } = await db.query<{ opened: string; closed: string }>(text, values);
  return rows[0] ?? { opened: '0', closed: '0' };
}

function relationOf({ generation }: Shown, name: string) {
  const relation = generation.relations.find((each) => each.name === name);
  if (!relation) throw new Error(`Generation ${generation.id} has no relation '${name}'; its record is damaged.`);
  return relation;
}
