import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { timeNumber } from '#lib/warehouse/redshift/time-number.ts';
import type { Chain } from '../plan/chain.ts';

/**
 * The version number of each definition this process has, by summary. A definition that nobody brought last gets the next
 * number, so a process started with newer code outranks one that still runs older code, which then does not publish.
 */
export type Versions = Map<string, { fingerprint: string; version: number }>;

/** Makes the versions of a chain known, once per process and fingerprint. */
export async function registerVersions(db: Queryable, schema: string, chain: Chain, versions: Versions): Promise<void> {
  for (const { definition, plan } of chain.members) {
    if (versions.get(definition.name)?.fingerprint === plan.fingerprint) continue;
    if (engineDialect(db).name === 'redshift') {
      const version = await versionInRedshift(db, schema, definition.name, plan.fingerprint);
      versions.set(definition.name, { fingerprint: plan.fingerprint, version });
      continue;
    }
    const { rows } = await db.query<{ version: string }>(
      `with latest as (
         select version, fingerprint from ${inSchema(schema, '_definition')} where summary = $1 order by version desc limit 1
       ), added as (
         insert into ${inSchema(schema, '_definition')} (summary, fingerprint)
         select $1, $2 where not exists (select 1 from latest where fingerprint = $2)
         returning version
       )
       select version from added union all select version from latest where fingerprint = $2`,
      [definition.name, plan.fingerprint],
    );
    versions.set(definition.name, { fingerprint: plan.fingerprint, version: Number(rows[0]?.version) });
  }
}

/** The same in two statements: Redshift neither inserts in WITH nor hands a number back. */
async function versionInRedshift(db: Queryable, schema: string, summary: string, fingerprint: string): Promise<number> {
  const table = inSchema(schema, '_definition');
  const { rows } = await db.query<{ version: string; fingerprint: string }>(
    `select version, fingerprint from ${table} where summary = $1 order by version desc limit 1`,
    [summary],
  );
  if (rows[0]?.fingerprint === fingerprint) return Number(rows[0].version);
  const { now } = engineDialect(db);
  const version = timeNumber();
  await db.query(`insert into ${table} (version, summary, fingerprint, seen_at) values ($1, $2, $3, ${now})`, [
    version,
    summary,
    fingerprint,
  ]);
  return Number(version);
}
