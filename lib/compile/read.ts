import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { StoredColumn, StoredRelation } from './stored.ts';

/** Above every epoch: when the rows that are served now will be closed, as far as anybody knows. */
const never = sql.raw('9223372036854775807');

/**
 * The rows of a relation as they were at an epoch, to select from. Current and closed rows are two tables because in one,
 * 120 publishes made a 30-day query 40 times slower. The epoch is asked of both together: asked of each, PostgreSQL would
 * hand all columns of every row through a step of its own, which takes a tenth of the time of a page.
 * `current` reads what is served when the statement runs: for who makes sure of the epoch themselves.
 *
 *     sql`select count(*) from ${relationAt('summa', rows, 412)}`
 */
export function relationAt(
  schema: string,
  relation: StoredRelation,
  epoch: number | 'current',
  columns: readonly StoredColumn[] = relation.columns,
  dialect: Dialect = postgres,
): RawBuilder<unknown> {
  const names = columns.length === 0 ? sql`1` : sql.join(columns.map((column) => sql.id(column.name)));
  if (epoch === 'current') {
    return sql`(select ${names} from ${sql.id(schema, relation.current)}) as ${sql.id(relation.name)}`;
  }
  const at = dialect.value('bigint', String(epoch));
  const [from, to] = [sql.id('_from'), sql.id('_to')];
  return sql`(
    select ${names}
    from (
      select ${names}, ${from}, ${never} as ${to} from ${sql.id(schema, relation.current)}
      union all
      select ${names}, ${from}, ${to} from ${sql.id(schema, relation.closed)}
    ) as ${sql.id('all_epochs')}
    where ${from} <= ${at} and ${to} > ${at}
  ) as ${sql.id(relation.name)}`;
}

/** The relation of that name, or null where this generation has none. */
export function relationNamed(relations: readonly StoredRelation[], name: string): StoredRelation | null {
  return relations.find((relation) => relation.name === name) ?? null;
}

/** The summary's own rows, which every generation has. */
export function rowsOfGeneration(generation: { id: string; relations: readonly StoredRelation[] }): StoredRelation {
  const rows = relationNamed(generation.relations, 'rows');
  if (!rows) throw new Error(`Generation ${generation.id} has no relation 'rows'; its record is damaged.`);
  return rows;
}
