import { daysOfRows, sourceRows } from '#lib/compile/build.ts';
import { statement } from '#lib/compile/statement.ts';
import { sourcesOf } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type Base, readBase } from './base.ts';
import type { Chain } from './chain.ts';
import type { ClaimedRun } from './claim.ts';
import { type Days, lookBackFrom, type PlanInput, planRefresh, type RefreshPlan, step } from './plan.ts';
import { readWatermarks } from './watermark.ts';

/** Gathers what planning needs to know and plans. */
export async function makePlan(
  db: Queryable,
  store: ControlStore,
  schema: string,
  chain: Chain,
  run: Pick<ClaimedRun, 'mode' | 'range' | 'chain' | 'id'>,
): Promise<RefreshPlan> {
  const base = await readBase(db, schema, chain);
  const { definition, plan } = chain.head;
  const built = base.built.get(definition.name) ?? [];
  const input: PlanInput = {
    mode: run.mode,
    range: run.range,
    members: chain.members.map((member) => ({
      summary: member.definition.name,
      fingerprint: member.plan.fingerprint,
      servedFingerprint: base.served.get(member.definition.name)?.fingerprint ?? null,
      partition: member.plan.partition,
      lookBack: member.definition.refresh.lookBack,
    })),
    built,
    rows: null,
    failed: await failedDays(store, run.chain, run.id),
  };
  const first = planRefresh(input);
  if (first.kind === 'full' || !plan.partition) return first;
  return planRefresh({ ...input, rows: await rowsToLookAt(db, schema, chain, base, run) });
}

/** Which days have rows, and how far the sources say they are complete, where the run could find something to build. */
async function rowsToLookAt(
  db: Queryable,
  schema: string,
  chain: Chain,
  base: Base,
  run: Pick<ClaimedRun, 'mode' | 'range'>,
): Promise<{ first: string; last: string } | null> {
  const { definition, plan } = chain.head;
  if (!plan.partition) return null;
  const built = base.built.get(definition.name) ?? [];
  const edge = run.mode === 'due' ? lookBackFrom(built, plan.partition.by, definition.refresh.lookBack) : built[0];
  const within: Days = run.range ?? { from: edge ?? '0001-01-03', to: '9999-12-30' };
  const query = daysOfRows(definition, plan, sourceRows(definition), within);
  if (!query) return null;
  const { text, values } = statement(query);
  const { rows } = await db.query<{ first: string | null; last: string | null }>(text, values);
  const { watermark } = await readWatermarks(db, schema, sourcesOf(definition), plan.zone);
  const reached = watermark.kind === 'through' && !run.range ? watermark.day : null;
  const first = rows[0]?.first ?? null;
  const last = [rows[0]?.last ?? null, reached]
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  if (first === null) {
    const after = built.at(-1);
    return reached && after && reached > after ? { first: step(plan.partition.by, after, 1), last: reached } : null;
  }
  return last ? { first, last } : null;
}

/** Days of units that failed and that no later run has built. */
export async function failedDays(store: ControlStore, chain: string, before: string): Promise<Days[]> {
  const rows = await store
    .selectFrom('run_unit as u')
    .innerJoin('run as r', 'r.id', 'u.run')
    .select(['u.range_from', 'u.range_to'])
    .where('r.chain', '=', chain)
    .where('r.id', '<', before)
    .where('u.state', '=', 'failed')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('run_unit as later')
            .innerJoin('run as lr', 'lr.id', 'later.run')
            .select('later.unit')
            .whereRef('lr.chain', '=', 'r.chain')
            .whereRef('later.run', '>', 'u.run')
            .where('later.state', 'in', ['published', 'unchanged'])
            .where(({ or, eb, and, ref }) =>
              or([
                eb('later.range_from', 'is', null),
                and([eb('later.range_from', '<=', ref('u.range_from')), eb('later.range_to', '>=', ref('u.range_to'))]),
              ]),
            ),
        ),
      ),
    )
    .execute();
  return rows.flatMap((row) => (row.range_from && row.range_to ? [{ from: row.range_from, to: row.range_to }] : []));
}
