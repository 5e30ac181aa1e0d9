import { type Selectable, sql } from 'kysely';
import type { Registry } from '#lib/definition/registry.ts';
import { readEnvironment } from '#lib/environment.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { RunTable } from '#lib/store/tables/runs.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { readChain } from '../plan/chain.ts';
import type { RefreshPlan } from '../plan/plan.ts';
import { heldDays } from '../roll-back/hold.ts';
import { touchesHeld } from '../roll-back/touches-held.ts';
import { type RequestedRun, requestRefresh, wake } from './request.ts';
import { addUnits } from './run-records.ts';

/**
 * Queues a run of exactly what an ended run failed to do or did not come to, from its frozen plan. One that was never
 * planned is asked for again. Units with days that were rolled back and held meanwhile are left out. Two such wishes for the same run are one.
 */
export async function retryRun(
  store: ControlStore,
  registry: Registry,
  { id, who }: { id: string; who: string },
  warehouse: () => Warehouse = ownWarehouse,
): Promise<RequestedRun> {
  const run = await store.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
  if (!run) throw new PersonError({ message: message('problem.noRun', { id }), status: 404 });
  if (!run.finished_at) {
    throw new PersonError({ message: message('problem.runActive', { id, state: run.state }), status: 409 });
  }
  const planned = run.plan as RefreshPlan | null;
  const left = planned && { ...planned, units: await unitsLeft(store, id, planned) };
  if (run.state === 'succeeded' || left?.units.length === 0) {
    throw new PersonError({ message: message('problem.runSucceeded', { id }), status: 409 });
  }
  if (!left && run.task === 'refresh') return askAgain(store, registry, run, who);
  if (left) await refuseChanged(registry, warehouse().db, run.chain, id, left);
  const plan = left && run.task === 'refresh' ? await withoutHeld(warehouse(), run.chain, id, left) : left;
  const added = await store.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('run')
      .values({
        chain: run.chain,
        summary: run.summary,
        mode: run.mode,
        range_from: run.range_from,
        range_to: run.range_to,
        allow_empty: run.allow_empty,
        state: 'queued',
        requested_by: who,
        reason: run.reason,
        task: run.task,
        task_input: run.task_input && JSON.stringify(run.task_input),
        plan: plan && JSON.stringify(plan),
        retry_of: id,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row && plan) await addUnits(transaction, row.id, plan);
    return row;
  });
  if (added) {
    await wake(store);
    return { id: added.id, joined: false };
  }
  const equal = await equalRun(store, run);
  // It may have ended in between.
  return equal === null ? retryRun(store, registry, { id, who }, warehouse) : { id: equal, joined: true };
}

type Warehouse = { db: Queryable; schema: string };

function ownWarehouse(): Warehouse {
  const { warehouseUrl, schema } = readEnvironment();
  return { db: warehousePool('jobs', warehouseUrl), schema };
}

async function unitsLeft(store: ControlStore, id: string, plan: RefreshPlan): Promise<RefreshPlan['units']> {
  const done = await store
    .selectFrom('run_unit')
    .select('unit')
    .where('run', '=', id)
    .where('state', 'in', ['published', 'unchanged'])
    .execute();
  const names = new Set(done.map(({ unit }) => unit));
  return plan.units.filter(({ unit }) => !names.has(unit));
}

async function refuseChanged(registry: Registry, db: Queryable, head: string, id: string, plan: RefreshPlan) {
  // Sources that do not fit, or a warehouse that is away: the run itself says so, where an admin looks for it.
  const chain = await readChain(db, registry, head).catch(() => null);
  const changed = chain?.members.find(
    (member) => plan.fingerprints[member.definition.name] !== member.plan.fingerprint,
  );
  if (!changed) return;
  const summary = changed.definition.name;
  throw new PersonError({ message: message('problem.runChanged', { id, summary }), status: 409 });
}

async function withoutHeld(
  { db, schema }: Warehouse,
  head: string,
  id: string,
  plan: RefreshPlan,
): Promise<RefreshPlan> {
  // A warehouse that is away: the run itself says so.
  const held = await heldDays(db, schema, head).catch(() => []);
  const units = plan.units.filter(({ days }) => !touchesHeld(held, days));
  if (units.length === 0) throw new PersonError({ message: message('problem.runHeld', { id }), status: 409 });
  return { ...plan, units };
}

type RunRow = Selectable<RunTable>;

async function askAgain(store: ControlStore, registry: Registry, run: RunRow, who: string): Promise<RequestedRun> {
  const requested = await requestRefresh(store, registry, {
    summary: run.summary,
    mode: run.mode,
    range: run.range_from && run.range_to ? { from: run.range_from, to: run.range_to } : null,
    requestedBy: who,
    reason: run.reason,
    allowEmpty: run.allow_empty,
  });
  await sql`
    update summa_control.run set retry_of = ${run.id} where id = ${requested.id} and retry_of is null
       and not exists (select from summa_control.run o where o.retry_of = ${run.id} and o.finished_at is null)`.execute(
    store,
  );
  return requested;
}

/** The run in whose way another of the same would be: a repetition of the same one, or for a task the same wish. */
async function equalRun(store: ControlStore, run: RunRow): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from summa_control.run
     where finished_at is null
       and (retry_of = ${run.id} or (task <> 'refresh' and chain = ${run.chain} and task = ${run.task}
         and task_input is not distinct from ${run.task_input && JSON.stringify(run.task_input)}::jsonb))
     order by run.id limit 1`.execute(store);
  return rows[0]?.id ?? null;
}
