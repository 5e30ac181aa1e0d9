import { daysOfRows, sourceRows } from '#lib/compile/build.ts';
import { statement } from '#lib/compile/statement.ts';
import { sourcesOf } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type Base, readBase } from '../build/base.ts';
import { readWatermarks } from '../build/watermark.ts';
import { findLate } from '../late/find-late.ts';
import { keepCapture } from '../late/keep-capture.ts';
import { awaitsReview } from '../quarantine/review.ts';
import { heldDays } from '../roll-back/hold.ts';
import type { ClaimedRun } from '../run/claim.ts';
import type { Chain } from './chain.ts';
import { type Days, lookBackFrom, type PlanInput, planRefresh, type RefreshPlan, step } from './plan.ts';
import { planReason } from './plan-reason.ts';

type Wish = Pick<ClaimedRun, 'mode' | 'range' | 'chain' | 'id'>;

/** Gathers what planning needs to know and plans. How exact sources stand is noted first. */
export async function makePlan(
  db: Queryable,
  store: ControlStore,
  schema: string,
  chain: Chain,
  run: Wish,
): Promise<RefreshPlan> {
  await keepCapture(db, schema, chain.head.definition.sources);
  return readPlan(db, store, schema, chain, run);
}

/** What {@link makePlan} would plan just now; writes nothing. */
export async function readPlan(
  db: Queryable,
  store: ControlStore,
  schema: string,
  chain: Chain,
  run: Wish,
): Promise<RefreshPlan> {
  const base = await readBase(db, schema, chain);
  const { definition, plan } = chain.head;
  const late = await findLate(db, schema, chain, base);
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
    built: base.built.get(definition.name) ?? [],
    rows: null,
    failed: await failedDays(store, run.chain, run.id),
    pending: late.pending,
    invalidated: late.invalidated,
    held: await heldDays(db, schema, definition.name),
  };
  // Only a run that looks for everything late may say that it has come so far.
  const whole = input.held.length === 0 && !run.range && (run.mode === 'due' || run.mode === 'all');
  const cursors = whole ? late.cursors : [];
  const first = planRefresh(input);
  const waits = first.kind === 'full' && run.mode !== 'all' ? await awaitsReview(db, schema, chain) : null;
  if (waits) return { ...first, kind: 'incremental', ...planReason(waits), units: [] };
  if (first.kind === 'full' || !plan.partition) return { ...first, cursors };
  const rows = await rowsToLookAt(db, schema, chain, base, run);
  return { ...planRefresh({ ...input, rows }), cursors };
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
    .where('u.state', 'in', ['failed', 'quarantined'])
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
