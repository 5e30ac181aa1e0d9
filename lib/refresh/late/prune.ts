import { partitionOf } from '#lib/compile/partition.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { SourceDefinition } from '#lib/definition/source.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { chainHeads } from '../plan/chain.ts';
import { readQuarantine } from '../quarantine/kept-build.ts';
import { neededChanges } from './changed-partitions.ts';

/**
 * Forgets changes of some sources that every partition they touch has seen, in every summary that reads them. Those of days
 * that were never built stay, and so does what a build has not seen that is kept in quarantine. All stay while a summary has no
 * generation yet or another is being built: its partitions stand nowhere before it is published.
 */
export async function pruneChanges(
  db: Queryable,
  schema: string,
  registry: Registry,
  sources: readonly SourceDefinition[] = registry.sources,
): Promise<void> {
  for (const source of sources) {
    const ended = await changesEnded(db, schema, source.name);
    if (ended === null) continue;
    const heads = chainHeads(registry).filter((head) => head.sources.includes(source) && partitionOf(head));
    if (!(await allServed(db, schema, heads))) continue;
    const needed: string[] = [];
    for (const head of heads) needed.push(...(await neededChanges(db, schema, head, source.name)));
    if (engineDialect(db).name === 'redshift') {
      await pruneReported(db, schema, source.name, ended, needed, heads);
      continue;
    }
    await db.query(
      `delete from ${inSchema(schema, '_change')} c
        where c.source = $1 and c.xid < cast($2 as xid8)
          and not exists (select from unnest($3::bigint[]) as n (id) where n.id = c.id)
          and not exists (
            select from ${inSchema(schema, '_quarantine')} q
             where q.state = 'open' and q.chain = any($4::text[])
               and not pg_visible_in_snapshot(c.xid, cast(q.build ->> 'snapshot' as pg_snapshot)))`,
      [source.name, ended, needed, heads.map(({ name }) => name)],
    );
  }
}

/**
 * The transaction before which all have ended, where a source has changes. Taken before anything is asked: a writer that
 * commits in between was not asked about, whatever number its change has.
 */
async function changesEnded(db: Queryable, schema: string, source: string): Promise<string | null> {
  if (engineDialect(db).name === 'redshift') {
    const { rows } = await db.query<{ ended: string | null }>(
      `select max(id)::text as ended from ${inSchema(schema, '_change')} where source = $1`,
      [source],
    );
    return rows[0]?.ended ?? null;
  }
  const { rows } = await db.query<{ ended: string }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as ended
      where exists (select 1 from ${inSchema(schema, '_change')} where source = $1)`,
    [source],
  );
  return rows[0]?.ended ?? null;
}

async function allServed(db: Queryable, schema: string, heads: SummaryDefinition[]): Promise<boolean> {
  const names = heads.map(({ name }) => name);
  const isOne = engineDialect(db).isOneOf('summary', 'text', names, 1);
  const { rows } = await db.query<{ summary: string; building: string }>(
    `select summary, count(case when from_epoch is null then 1 end)::text as building
       from ${inSchema(schema, '_generation')}
      where ${isOne.text} and (from_epoch is null or to_epoch is null)
      group by summary having count(case when from_epoch is not null then 1 end) > 0`,
    isOne.values,
  );
  return rows.length === names.length && rows.every(({ building }) => building === '0');
}

/** The same where changes are numbered: those that nothing needs and that every kept build has seen. */
async function pruneReported(
  db: Queryable,
  schema: string,
  source: string,
  ended: string,
  needed: readonly string[],
  heads: readonly SummaryDefinition[],
): Promise<void> {
  const chains = new Set(heads.map(({ name }) => name));
  const kept = (await readQuarantine(db, schema, `state = 'open'`)).filter(({ chain }) => chains.has(chain));
  const seen = Math.min(Number(ended), ...kept.map(({ build }) => Number(build.snapshot ?? 0)));
  const isNeeded = engineDialect(db).isOneOf('id', 'bigint', needed, 3);
  await db.query(
    `delete from ${inSchema(schema, '_change')} where source = $1 and id <= $2 and not (${isNeeded.text})`,
    [source, seen, ...isNeeded.values],
  );
}
