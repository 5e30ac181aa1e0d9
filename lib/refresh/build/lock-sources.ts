import type { SourceDefinition } from '#lib/definition/source.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** The table of a source as SQL text. */
export function sourceTable(source: SourceDefinition): string {
  return source.table.split('.').map(quoted).join('.');
}

/**
 * The statement that keeps a build's tables from being replaced while it reads them; null when there is nothing to lock.
 * It must come before the build's snapshot: PostgreSQL finds a table by its newest name but shows only rows older than
 * the snapshot, so a table that was swapped in between would look empty. Every reader takes this lock anyway.
 */
export async function lockSources(db: Queryable, sources: readonly SourceDefinition[]): Promise<string | null> {
  // Redshift has no lock for readers, and shows a renamed table before its commit: replace its tables' rows, not the tables.
  if (engineDialect(db).name === 'redshift') return null;
  const tables = sources.map(sourceTable);
  // Other kinds, such as materialized views, cannot be locked by name; nor can a table of which only columns may be read.
  const { rows } = await db.query<{ name: string }>(
    `select t.name from unnest($1::text[]) as t (name) join pg_class c on c.oid = to_regclass(t.name)
      where c.relkind in ('r', 'p', 'v') and has_table_privilege(c.oid, 'select') order by t.name`,
    [tables],
  );
  if (rows.length === 0) return null;
  return `lock table ${rows.map((row) => row.name).join(', ')} in access share mode`;
}
