import { type RawBuilder, sql } from 'kysely';
import { relationAt, relationNamed, rowsOfGeneration } from '#lib/compile/read.ts';
import { statement } from '#lib/compile/statement.ts';
import type { StoredColumn, StoredRelation } from '#lib/compile/stored.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { redshift } from '#lib/warehouse/redshift/dialect.ts';
import { withinDays } from '../build/diff.ts';
import type { Days } from '../plan/plan.ts';
import { partitionOf } from './partition-of.ts';
import type { Compared, Side } from './sides.ts';

type Sql = RawBuilder<unknown>;

/** Totals of a partition by measure, as decimal text; null where nothing tells one. */
export type Totals = Map<string | null, (string | null)[]>;

/**
 * The measures of whole partitions at one side, each as it may be re-aggregated: sums added, last values added up at the
 * partition's last moment, distinct counts counted again from their companion, ratios from the totals of their parts.
 */
export async function totalsAt(
  db: Queryable,
  schema: string,
  { generation, epoch }: Side,
  { partition, measures }: Pick<Compared, 'partition' | 'measures'>,
  days: Days | null,
): Promise<Totals> {
  const { divide } = engineDialect(db).name === 'redshift' ? redshift : postgres;
  const rows = rowsOfGeneration(generation);
  const p = partitionOf(partition);
  const within = sql.raw(withinDays(partition?.column, days));
  const from = (relation: StoredRelation) => sql`${relationAt(schema, relation, epoch)} where ${within} group by 1`;
  const time = sql.id(partition?.column ?? rows.columns.find(({ role }) => role === 'time')?.name ?? '');
  const values = new Map<string, Sql>();
  const added: Sql[] = [];
  const joined: Sql[] = [];
  for (const column of rows.columns.filter(({ role }) => role === 'measure')) {
    const companion = column.additivity === 'distinct' ? relationNamed(generation.relations, column.name) : null;
    if (companion) {
      const name = `c${joined.length}`;
      joined.push(counted(companion, p, from(companion), name));
      values.set(column.name, sql`coalesce(${sql.id(name, 'n')}, 0)`);
    } else if (column.additivity !== 'distinct') {
      added.push(sql`${aggregated(column, time)} as ${sql.id(column.name)}`);
      values.set(column.name, sql.id('r', column.name));
    }
  }
  for (const { name, numerator, denominator } of generation.ratios) {
    const [over, under] = [values.get(numerator), values.get(denominator)];
    if (!over || !under) continue;
    // Not rounded: a scale counts the digits that are shown, and those of a percent stand two places further left.
    values.set(name, divide(over, under));
  }
  const source = rows.columns.some(({ additivity }) => additivity === 'last')
    ? sql`${lastBeside(sql`${relationAt(schema, rows, epoch)} where ${within}`, time, p)} group by 1`
    : from(rows);
  const shown = measures.map((name, at) => sql`${asText(values.get(name))} as ${sql.id(`m${at}`)}`);
  const { text, values: parameters } = statement(sql`
    select ${sql.join([sql`r.p as p`, ...shown])}
      from (select ${sql.join([sql`${p} as p`, ...added])} from ${source}) as r ${sql.join(joined, sql` `)}`);
  const found = await db.query<Record<string, string | null>>(text, parameters);
  return new Map(found.rows.map((row) => [row.p ?? null, measures.map((_, at) => row[`m${at}`] ?? null)]));
}

const asText = (value: Sql | undefined): Sql => sql`cast(${value ?? sql`null`} as text)`;

/** Rows with the last time of their partition beside them. */
const lastBeside = (from: Sql, time: Sql, p: Sql): Sql =>
  sql`(select *, max(${time}) over (partition by ${p}) as "_last" from ${from}) as "rows"`;

function aggregated({ name, additivity }: StoredColumn, time: Sql): Sql {
  if (additivity === 'last') return sql`sum(case when ${time} = "_last" then ${sql.id(name)} end)`;
  const how = additivity === 'min' || additivity === 'max' ? additivity : 'sum';
  return sql`${sql.raw(how)}(${sql.id(name)})`;
}

/** How many different values a companion has in each partition. */
function counted(companion: StoredRelation, p: Sql, from: Sql, name: string): Sql {
  const entity = companion.columns.find(({ role }) => role === 'entity');
  if (!entity) throw new Error(`The companion ${companion.name} has no column of values; its record is damaged.`);
  return sql`left join (select ${p} as p, count(distinct ${sql.id(entity.name)}) as n from ${from}) as ${sql.id(name)}
    on (${sql.id(name, 'p')} = r.p or (${sql.id(name, 'p')} is null and r.p is null))`;
}
