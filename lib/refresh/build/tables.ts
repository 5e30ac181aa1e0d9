import type { PlannedRelation } from '#lib/compile/physical.ts';
import type { StoredColumn, StoredRelation } from '#lib/compile/stored.ts';
import { type EngineDialect, engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { fromJson } from '#lib/warehouse/from-json.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { keptTables } from '../quarantine/kept-tables.ts';

/** Names longer than PostgreSQL keeps would be cut and meet. */
const longest = 63;

/** A relation of generation `id` with the names of its tables: `_g7_rows` and `_g7_rows_closed`. */
export function relationTables(id: string, relation: PlannedRelation, ordinal: number): StoredRelation {
  const plain = `_g${id}_${relation.name}`;
  const current = Buffer.byteLength(`${plain}_closed`) <= longest ? plain : `_g${id}_r${ordinal}`;
  return { ...relation, current, closed: `${current}_closed` };
}

/** A table that lives as long as one attempt of a run. */
export function stageName(run: string, attempt: number, unit: number, member: number, relation: number): string {
  return `_s${run}_${attempt}_u${unit}_m${member}_r${relation}`;
}

/** The stage tables that there are, with the run and attempt that made them. */
export async function stageTables(
  db: Queryable,
  schema: string,
): Promise<{ name: string; run: string; attempt: number }[]> {
  const { rows } = await db.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = $1 and tablename like '_s%'`,
    [schema],
  );
  return rows.flatMap(({ name }) => {
    const [, run, attempt] = /^_s(\d+)_(\d+)_u/.exec(name) ?? [];
    return run && attempt ? [{ name, run, attempt: Number(attempt) }] : [];
  });
}

/** The table that holds in which rows a stage, or a generation, differs from what is served. */
export function diffTable(stage: string): string {
  return `${stage.slice(0, longest - 2)}_d`;
}

/** `"day", "country", "orders"`. */
export function columnList(columns: readonly StoredColumn[], prefix = ''): string {
  return columns.map((column) => `${prefix}${quoted(column.name)}`).join(', ');
}

/** The columns with exactly their declared types. */
export function declaredColumns(
  columns: readonly StoredColumn[],
  { columnType }: Pick<EngineDialect, 'columnType'>,
): string {
  return columns
    .map(({ name, sqlType }) => `cast(${quoted(name)} as ${columnType(sqlType)}) as ${quoted(name)}`)
    .join(', ');
}

/** Drops what earlier attempts of a run left: stage tables and generations that were never published, less what is kept. */
export async function dropLeftovers(db: Queryable, schema: string, run: string, below: number): Promise<void> {
  const kept = await keptTables(db, schema);
  for (const stage of await stageTables(db, schema)) {
    if (stage.run !== run || stage.attempt >= below || kept.tables.has(stage.name)) continue;
    await db.query(`drop table if exists ${inSchema(schema, stage.name)}`);
  }
  const unpublished = await db.query<{ id: string }>(
    `select id from ${inSchema(schema, '_generation')} where run = $1 and attempt < $2 and from_epoch is null`,
    [run, below],
  );
  for (const { id } of unpublished.rows) if (!kept.generations.has(id)) await dropUnpublished(db, schema, id);
}

/** Drops a generation's tables and its record; only of one that was never published. In a transaction no publish comes between. */
export async function dropUnpublished(db: Queryable, schema: string, id: string): Promise<void> {
  const { rows } = await db.query<{ relations: StoredRelation[] | string }>(
    `select relations from ${inSchema(schema, '_generation')} where id = $1 and from_epoch is null${engineDialect(db).forUpdate}`,
    [id],
  );
  for (const relation of fromJson(rows[0]?.relations ?? [])) {
    const tables = [relation.current, relation.closed, diffTable(relation.current)];
    await db.query(`drop table if exists ${tables.map((table) => inSchema(schema, table)).join(', ')}`);
  }
  await db.query(`delete from ${inSchema(schema, '_generation')} where id = $1 and from_epoch is null`, [id]);
}
