import { type RawBuilder, sql } from 'kysely';
import { relationAt } from '#lib/compile/read.ts';
import { statement } from '#lib/compile/statement.ts';
import type { StoredRelation } from '#lib/compile/stored.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { withinDays } from '../build/diff.ts';
import type { Days } from '../plan/plan.ts';
import { partitionOf } from './partition-of.ts';
import { type Compared, type Side, sharedColumns } from './sides.ts';

export type ChangedPartition = { partition: string | null; opened: string; closed: string };

/** Partitions that are listed; the others are counted. */
export const mostPartitions = 400;

/**
 * The partitions an epoch changed, the newest first, with how many rows came and went. In one generation the epoch is written
 * on the rows; two generations are compared. A companion counts as well: a day may lose a buyer though each of its rows keeps
 * the number it has.
 */
export async function changedPartitions(
  db: Queryable,
  schema: string,
  { before, after, days, compared }: { before: Side | null; after: Side; days: Days | null; compared: Compared },
): Promise<{ partitions: ChangedPartition[]; more: number }> {
  const within = sql.raw(withinDays(compared.partition?.column, days));
  const p = partitionOf(compared.partition);
  const changes = after.generation.relations.flatMap((relation) => {
    const counts = relation.name === 'rows';
    if (before?.generation.id === after.generation.id) return written(schema, relation, after.epoch, p, within, counts);
    const was = before?.generation.relations.find(({ name }) => name === relation.name) ?? null;
    if (!was && before) return [];
    return differing(
      schema,
      was && before ? { relation: was, epoch: before.epoch } : null,
      { relation, epoch: after.epoch },
      p,
      within,
      counts,
    );
  });
  const { text, values } = statement(sql`
    select p as "partition", sum(opened)::text as opened, sum(closed)::text as closed, cast(count(*) over () as int) as total
      from (${sql.join(changes, sql` union all `)}) as changes
     group by p order by p desc nulls last limit ${sql.lit(mostPartitions)}`);
  const { rows } = await db.query<ChangedPartition & { total: number }>(text, values);
  const partitions = rows.map(({ partition, opened, closed }) => ({ partition, opened, closed }));
  return { partitions, more: (rows[0]?.total ?? 0) - partitions.length };
}

type Sql = RawBuilder<unknown>;

/** Rows of one generation that carry the epoch. */
function written(schema: string, relation: StoredRelation, epoch: number, p: Sql, within: Sql, counts: boolean): Sql[] {
  const [current, closed] = [sql.id(schema, relation.current), sql.id(schema, relation.closed)];
  const at = sql.lit(epoch);
  const one = sql.lit(counts ? 1 : 0);
  return [
    sql`select ${p} as p, ${one} as opened, 0 as closed from ${current} where _from = ${at} and ${within}`,
    sql`select ${p} as p, ${one} as opened, 0 as closed from ${closed} where _from = ${at} and ${within}`,
    sql`select ${p} as p, 0 as opened, ${one} as closed from ${closed} where _to = ${at} and ${within}`,
  ];
}

type RelationAt = { relation: StoredRelation; epoch: number };

/** Rows in which two generations differ, by the columns both have. */
function differing(
  schema: string,
  was: RelationAt | null,
  is: RelationAt,
  p: Sql,
  within: Sql,
  counts: boolean,
): Sql[] {
  const shared = was ? sharedColumns(was.relation.columns, is.relation.columns) : is.relation.columns;
  const columns = sql.join(shared.map((column) => sql.id(column.name)));
  const rows = ({ relation, epoch }: RelationAt, side: number) =>
    sql`select ${columns}, ${sql.lit(side)} as side from ${relationAt(schema, relation, epoch)} where ${within}`;
  const sides = sql.join([...(was ? [rows(was, -1)] : []), rows(is, 1)], sql` union all `);
  const one = sql.lit(counts ? 1 : 0);
  return [
    sql`select ${p} as p, ${one} * greatest(sum(side), 0) as opened, ${one} * greatest(-sum(side), 0) as closed
          from (${sides}) as both_sides group by ${columns} having sum(side) <> 0`,
  ];
}
