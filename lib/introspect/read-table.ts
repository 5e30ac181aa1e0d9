import type pg from 'pg';
import { inSchema, literal, quoted } from '#lib/warehouse/name.ts';
import { declaredType } from './declared-type.ts';
import { missingTable } from './missing-table.ts';
import type { WarehouseColumn, WarehouseTable } from './table.ts';

/** Enough rows to tell a country from a comment, few enough to be read in a moment. */
const sampledRows = 10_000;
const sampleTimeout = '10s';

type CatalogColumn = Pick<WarehouseColumn, 'name' | 'type' | 'comment' | 'indexed' | 'unique'> & {
  not_null: boolean;
  n_distinct: number | null;
};

/** Reads what a table is like: its catalog, the planner's statistics, and a sample of at most 10,000 rows. */
export async function readTable(client: pg.ClientBase, schema: string, name: string): Promise<WarehouseTable> {
  const { rows } = await client.query<{ oid: string; kind: string; comment: string | null; rows: number }>(
    `select c.oid::text as oid, c.relkind as kind, obj_description(c.oid, 'pg_class') as comment, c.reltuples::float8 as rows
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    [schema, name],
  );
  const table = rows[0];
  if (!table) throw await missingTable(client, schema, name);
  const catalog = await readColumns(client, table.oid);
  const estimate = table.rows >= 0 && table.kind !== 'v' ? table.rows : null;
  const sample = await readSample(client, inSchema(schema, name), table.kind, estimate, catalog);
  const known = estimate ?? (sample && sample.rows < sampledRows ? sample.rows : null);
  return {
    schema,
    name,
    comment: table.comment,
    rows: known,
    columns: catalog.map(({ not_null, n_distinct, ...column }, index) => ({
      ...column,
      notNull: not_null,
      distinct: distinctOf(n_distinct, known, sample?.columns[index]?.distinct ?? null),
      length: sample?.columns[index]?.length ?? null,
      scale: sample?.columns[index]?.scale ?? null,
    })),
  };
}

async function readColumns(client: pg.ClientBase, oid: string): Promise<CatalogColumn[]> {
  const { rows } = await client.query<CatalogColumn>(
    `select a.attname as name,
            case t.typtype when 'd' then format_type(t.typbasetype, t.typtypmod)
                           when 'e' then 'text'
                           else format_type(a.atttypid, a.atttypmod) end as type,
            a.attnotnull or t.typnotnull as not_null,
            col_description(a.attrelid, a.attnum) as comment,
            exists (select from pg_index i where i.indrelid = a.attrelid and i.indkey[0] = a.attnum) as indexed,
            exists (select from pg_index i
                     where i.indrelid = a.attrelid and i.indisunique and i.indnkeyatts = 1 and i.indpred is null
                       and i.indkey[0] = a.attnum) as unique,
            (select s.n_distinct::float8 from pg_stats s
               join pg_class c on c.relname = s.tablename
               join pg_namespace n on n.oid = c.relnamespace and n.nspname = s.schemaname
              where c.oid = a.attrelid and s.attname = a.attname order by s.inherited desc limit 1) as n_distinct
       from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped
      order by a.attnum`,
    [oid],
  );
  return rows;
}

type Sample = { rows: number; columns: { distinct: number | null; length: number | null; scale: number | null }[] };

async function readSample(
  client: pg.ClientBase,
  table: string,
  kind: string,
  estimate: number | null,
  columns: CatalogColumn[],
): Promise<Sample | null> {
  // The first rows of a large table are its oldest: blocks from everywhere say more.
  const spread = (kind === 'r' || kind === 'm') && estimate !== null && estimate > 10 * sampledRows;
  const part = spread ? ` tablesample system (${Math.min(100, (120 * sampledRows) / estimate)})` : '';
  const measured = columns.flatMap((column, index) => {
    if (declaredType(column.type) === null || column.type === 'jsonb') return [];
    const value = `c${index}`;
    const scale = column.type === 'numeric' ? [`max(scale(${value})) as s${index}`] : [];
    return [`count(distinct ${value})::int as d${index}`, `avg(length(${value}::text))::float8 as l${index}`, ...scale];
  });
  const named = columns.flatMap((column, index) =>
    declaredType(column.type) === null ? [] : [`${quoted(column.name)} as c${index}`],
  );
  await client.query('begin read only');
  try {
    await client.query(`set local statement_timeout = ${literal(sampleTimeout)}`);
    const { rows } = await client.query<Record<string, number | null>>(
      `select ${['count(*)::int as n', ...measured].join(', ')}
         from (select ${named.join(', ')} from ${table}${part} limit ${sampledRows}) as sample`,
    );
    const found = rows[0] ?? {};
    return {
      rows: found.n ?? 0,
      columns: columns.map((_, index) => ({
        distinct: found[`d${index}`] ?? null,
        length: found[`l${index}`] ?? null,
        scale: found[`s${index}`] ?? null,
      })),
    };
  } catch (error) {
    // A view may take longer than anybody would wait; its names and types still say a good deal.
    if ((error as { code?: unknown }).code === '57014') return null;
    throw error;
  } finally {
    await client.query('rollback');
  }
}

/** The planner's figure, a share of the rows when it is negative, is of the last analyze: never less than the sample shows. */
function distinctOf(planner: number | null, rows: number | null, sample: number | null): number | null {
  const estimated = planner === null ? null : planner >= 0 ? planner : rows === null ? null : -planner * rows;
  if (estimated === null) return sample;
  return Math.round(Math.max(estimated, sample ?? 0));
}
