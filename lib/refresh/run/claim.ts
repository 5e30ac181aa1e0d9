import { sql } from 'kysely';
import { shortTransaction } from '#lib/store/short-transaction.ts';
import { chainHeads } from '../plan/chain.ts';
import type { Days, RefreshPlan } from '../plan/plan.ts';
import type { RefreshMode, RunTask } from '../view/overview-types.ts';
import type { Engine } from './engine.ts';

/** A run this process holds the lease of. */
export type ClaimedRun = {
  id: string;
  chain: string;
  summary: string;
  mode: RefreshMode;
  range: Days | null;
  allowEmpty: boolean;
  requestedBy: string;
  reason: string | null;
  task: RunTask;
  /** What the task is about: `{ epoch }` of a roll-back, `{ quarantine }` of a build that is published anyway. */
  taskInput: Record<string, unknown> | null;
  plan: RefreshPlan | null;
  attempt: number;
  /** How often its worker or its connection was lost. */
  losses: number;
  /** How often in a row it failed in a way after which it is tried again. */
  failures: number;
  fence: string;
};

type Claimer = Pick<Engine, 'store' | 'worker' | 'lease' | 'registry' | 'concurrency' | 'versions'>;

/**
 * Takes the next run that waits, with a fencing number above all earlier ones, unless as many runs work already as may in
 * all workers together. A run waits for one that holds its days, or for an older one: so no two ever wait for each other. Which days it may write is settled when its plan is frozen.
 */
export async function claimRun(claimer: Claimer, only?: string): Promise<ClaimedRun | null> {
  const row = await shortTransaction(claimer.store, async (transaction) => {
    // One claim after another: two that count the working runs at the same time would both find room.
    await sql`select pg_advisory_xact_lock(hashtextextended('summa_control.run', 0))`.execute(transaction);
    const { rows } = await claimStatement(claimer, only).execute(transaction);
    return rows[0];
  });
  return row ? claimed(row) : null;
}

/** An older run that was interrupted while others waited for it goes on before them. */
const isAboutToGoOn = sql`(w.plan is not null and w.waits_for is null and w.not_before <= now())`;

function claimStatement({ worker, lease, registry, concurrency, versions }: Claimer, only: string | undefined) {
  // A process of another version may have queued a chain that this one does not know.
  const chains = chainHeads(registry).map((head) => head.name);
  const fingerprints = [...versions.values()].map(({ fingerprint }) => fingerprint);
  return sql<ClaimRow>`
    update summa_control.run as r
       set state = 'planning', attempt = attempt + 1, fence = nextval('summa_control.run_fence'), worker = ${worker},
           lease_until = now() + ${lease.seconds} * interval '1 second', started_at = coalesce(started_at, now()),
           error = case when waits_for is null then error end, waits_for = null
     where r.id = (
       select id from summa_control.run q
        where q.state = 'queued' and q.not_before <= now() and not q.cancel_requested
          and q.chain = any(${chains}::text[])
          and (q.needs is null or q.needs = any(${fingerprints}::text[]) or q.created_at < now() - interval '1 minute')
          and (${only ?? null}::bigint is null or q.id = ${only ?? null}::bigint)
          and not exists (
            select from summa_control.run w
             where w.id = q.waits_for and w.finished_at is null
               and (exists (select from summa_control.run_lock l where l.run = w.id and (l.held or w.id < q.id))
                 or (w.id < q.id and ${isAboutToGoOn})))
          and (select count(*) from summa_control.run w
                where w.state in ('planning', 'building', 'checking', 'publishing')) < ${concurrency}
        order by q.attempt > 0 desc, q.id
        limit 1 for update skip locked)
    returning id::text as id, chain, summary, mode, range_from, range_to, allow_empty, requested_by, reason, task,
      task_input, plan, attempt, losses, failures, fence::text as fence`;
}

type ClaimRow = {
  id: string;
  chain: string;
  summary: string;
  mode: RefreshMode;
  range_from: string | null;
  range_to: string | null;
  allow_empty: boolean;
  requested_by: string;
  reason: string | null;
  task: RunTask;
  task_input: Record<string, unknown> | null;
  plan: RefreshPlan | null;
  attempt: number;
  losses: number;
  failures: number;
  fence: string;
};

function claimed(row: ClaimRow): ClaimedRun {
  return {
    id: row.id,
    chain: row.chain,
    summary: row.summary,
    mode: row.mode,
    range: row.range_from && row.range_to ? { from: row.range_from, to: row.range_to } : null,
    allowEmpty: row.allow_empty,
    requestedBy: row.requested_by,
    reason: row.reason,
    task: row.task,
    taskInput: row.task_input,
    plan: row.plan,
    attempt: row.attempt,
    losses: row.losses,
    failures: row.failures,
    fence: row.fence,
  };
}
