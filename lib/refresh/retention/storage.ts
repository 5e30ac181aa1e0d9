import { headOf, type Registry, withDownstream } from '#lib/definition/registry.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { horizonsOf } from '#lib/warehouse/horizon.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { keptGenerations } from './generations.ts';
import { keptFor } from './kept-for.ts';
import type { Storage } from './retention-types.ts';

/** What every summary takes on disk, and since when its epochs can be read. */
export async function storageOf(db: Queryable, schema: string, registry: Registry): Promise<Storage[]> {
  const names = registry.summaries.map(({ name }) => name);
  const generations = await keptGenerations(db, schema, names);
  const horizons = await horizonsOf(db, schema, names);
  const sizes = await sizesOf(
    db,
    schema,
    generations.flatMap(({ relations }) => relations.flatMap(({ current, closed }) => [current, closed])),
  );
  return registry.summaries.map((summary) => {
    const own = generations.filter((generation) => generation.summary === summary.name);
    const bytes = (served: boolean, tables: readonly ('current' | 'closed')[]) =>
      own
        .filter((generation) => generation.served === served)
        .flatMap(({ relations }) => relations.flatMap((relation) => tables.map((table) => relation[table])))
        .reduce((sum, table) => sum + (sizes.get(table) ?? 0n), 0n)
        .toString();
    return {
      summary: summary.name,
      currentBytes: bytes(true, ['current']),
      closedBytes: bytes(true, ['closed']),
      oldGenerationsBytes: bytes(false, ['current', 'closed']),
      generations: own.length,
      horizon: horizons.get(summary.name) ?? null,
      keep: keptFor(withDownstream(registry, headOf(summary))),
    };
  });
}

/** A table that is dropped meanwhile has no size. */
async function sizesOf(db: Queryable, schema: string, tables: readonly string[]): Promise<Map<string, bigint>> {
  if (engineDialect(db).name === 'redshift') return sizesInRedshift(db, schema, tables);
  const { rows } = await db.query<{ name: string; bytes: string | null }>(
    `select t.name, pg_total_relation_size(to_regclass(t.full_name))::text as bytes
       from unnest($1::text[], $2::text[]) as t (name, full_name)`,
    [tables, tables.map((table) => inSchema(schema, table))],
  );
  return new Map(rows.map(({ name, bytes }) => [name, BigInt(bytes ?? 0)]));
}

/** Redshift counts blocks of a megabyte, and lists no table without rows. */
async function sizesInRedshift(db: Queryable, schema: string, tables: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ name: string; megabytes: string }>(
    `select "table" as name, size::text as megabytes from svv_table_info where "schema" = $1`,
    [schema],
  );
  const known = new Set(tables);
  return new Map(
    rows.flatMap(({ name, megabytes }) => (known.has(name) ? [[name, BigInt(megabytes) * 1048576n]] : [])),
  );
}
