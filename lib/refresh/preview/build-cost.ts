import { sql } from 'kysely';
import { buildRelation, sourceRows } from '#lib/compile/build.ts';
import { statement } from '#lib/compile/statement.ts';
import { isRedshift } from '#lib/warehouse/redshift/connection.ts';
import type { Chain } from '../plan/chain.ts';
import type { Days } from '../plan/plan.ts';
import { isTransient } from '../run/transient.ts';
import type { RefreshPreview } from './preview-types.ts';
import { gaveUp, quickRead } from './quick-read.ts';

const patience = { lock: 500, statement: 2_000 };

/** Above so many spans planning the statement would itself take long; what lies between them is counted in. */
const mostSpans = 20;

type Explained = { Plan: { 'Total Cost': number; 'Plan Rows': number } };

/**
 * What the warehouse's planner expects of building the head's rows for some days (null: all), in its own units; nothing
 * is executed. Null where a table is locked or the warehouse has no time to say.
 */
export async function buildCost(url: string, chain: Chain, days: Days[] | null): Promise<RefreshPreview['cost']> {
  const { definition, plan } = chain.head;
  const relation = plan.relations[0];
  // Redshift explains in words only.
  if (!relation || days?.length === 0 || isRedshift(url)) return null;
  const builds = spansOf(days).map(
    (range) => sql`(${buildRelation(definition, plan, relation, { rows: sourceRows(definition), range })})`,
  );
  const { text, values } = statement(sql`explain (format json) ${sql.join(builds, sql` union all `)}`);
  try {
    const { rows } = await quickRead(url, (db) => db.query<{ 'QUERY PLAN': Explained[] }>(text, values), patience);
    const explained = rows[0]?.['QUERY PLAN'][0]?.Plan;
    return explained ? { total: explained['Total Cost'], rows: String(explained['Plan Rows']) } : null;
  } catch (error) {
    if (gaveUp(error) || isTransient(error)) return null;
    throw error;
  }
}

function spansOf(days: Days[] | null): (Days | null)[] {
  const [first, last] = [days?.[0], days?.at(-1)];
  if (!days || !first || !last) return [null];
  return days.length > mostSpans ? [{ from: first.from, to: last.to }] : days;
}
