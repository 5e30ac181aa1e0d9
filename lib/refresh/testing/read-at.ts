import { generationsAt } from '#lib/warehouse/generation.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** Every row of a relation as of an epoch, as texts, in the order of its columns. */
export async function readAt(
  db: Queryable,
  epoch: number,
  summary: string,
  relationName = 'rows',
): Promise<Record<string, string | null>[]> {
  const from = await relationSql(db, epoch, summary, relationName);
  if (!from) return [];
  const columns = from.columns.map((column) => `${quoted(column)}::text as ${quoted(column)}`).join(', ');
  const order = from.columns.map((column) => `${quoted(column)}::text collate "C"`).join(', ');
  const { rows } = await db.query<Record<string, string | null>>(
    `select ${columns} from ${from.sql} as r order by ${order}`,
  );
  return rows;
}

/** A relation as of an epoch, as SQL. */
export async function relationSql(db: Queryable, epoch: number, summary: string, relationName = 'rows') {
  const generation = (await generationsAt(db, 'summa', epoch)).get(summary);
  const relation = generation?.relations.find((each) => each.name === relationName);
  if (!relation) return null;
  const columns = relation.columns.map((column) => column.name);
  const list = columns.map(quoted).join(', ');
  const sql = `(select ${list} from ${inSchema('summa', relation.current)} where _from <= ${epoch}
    union all select ${list} from ${inSchema('summa', relation.closed)} where _from <= ${epoch} and _to > ${epoch})`;
  return { sql, columns };
}
