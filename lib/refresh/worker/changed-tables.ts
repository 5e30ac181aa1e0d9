import { sql } from 'kysely';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { sourceTable } from '../build/lock-sources.ts';
import type { Engine } from '../run/engine.ts';
import { requestRefresh } from '../run/request.ts';

/**
 * Requests a refresh of a summary whose tables something else builds, when these are not what they were at the last
 * request. A run that failed is asked again every 15 minutes; earlier only when the tables change once more.
 */
export async function requestIfChanged(
  { store, registry, environment }: Pick<Engine, 'store' | 'registry' | 'environment'>,
  head: SummaryDefinition,
): Promise<boolean> {
  const seen = await stateOfTables(warehousePool('jobs', environment.warehouseUrl), head);
  const { rows } = await sql<{ seen: string | null; failed: boolean }>`
    select s.seen, coalesce((
        select r.state in ('failed', 'partial') and r.finished_at < now() - interval '15 minutes'
          from summa_control.run r where r.chain = s.summary order by r.id desc limit 1), false) as failed
      from summa_control.schedule s where s.summary = ${head.name}`.execute(store);
  const before = rows[0];
  if (!before || (before.seen === seen && !before.failed)) return false;
  await requestRefresh(store, registry, {
    summary: head.name,
    requestedBy: 'schedule',
    reason: before.seen === seen ? 'the last refresh failed' : 'its tables have changed',
  });
  // After the request: a process that dies in between asks once too often, never once too rarely.
  await store.updateTable('schedule').set({ seen }).where('summary', '=', head.name).execute();
  return true;
}

/** No such table, schema or column, and no right to read it. */
const unreadable = new Set(['42P01', '3F000', '42703', '42501']);

/**
 * What the tables are like, as text: which file each is stored in, which another table of the same name or a truncate
 * changes, and where the watched column is, how many rows there are and the newest value.
 */
async function stateOfTables(db: Queryable, { sources, refresh }: SummaryDefinition): Promise<string> {
  const states: string[] = [];
  for (const source of sources) {
    const table = sourceTable(source);
    const column = refresh.when?.column ?? '';
    const plainContent = Object.hasOwn(source.columns, column)
      ? `count(*)::text || ' rows, newest ' || coalesce(max(${quoted(column)})::text, '') as state from ${table}`
      : `'unwatched' as state`;
    const content = Object.hasOwn(source.columns, column)
      ? `(select concat(count(*), ' rows, newest ', max(${quoted(column)})) from ${table})`
      : `'unwatched'`;
    // Redshift tells of no file; there only rows and the newest value are watched.
    const isWatched = engineDialect(db).name === 'postgresql';
    const asked = isWatched
      ? db.query<{ state: string }>(
          `select concat(to_regclass($1)::oid, '/', pg_relation_filenode(to_regclass($1)), ': ', ${content}) as state`,
          [table],
        )
      : db.query<{ state: string }>(`select ${plainContent}`);
    const state = await asked
      .then(({ rows }) => rows[0]?.state ?? '')
      .catch((error: unknown) => {
        // Dropped and not there again yet, or changed, or taken from this role. A run says so, once.
        const code = (error as { code?: unknown }).code;
        if (typeof code === 'string' && unreadable.has(code)) return `unreadable (${code})`;
        throw error;
      });
    states.push(`${source.table} ${state}`);
  }
  return states.join('; ');
}
