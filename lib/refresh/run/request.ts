import { sql } from 'kysely';
import { isDay } from '#lib/calendar/day.ts';
import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { RefreshMode } from '#lib/refresh/view/overview-types.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Days } from '../plan/plan.ts';
import { waitsWords } from './lock.ts';

/** A wish for a refresh, from a person, the CLI or the schedule. */
export type RefreshWish = {
  summary: string;
  mode?: RefreshMode;
  /** Half-open days in the summary's zone. */
  range?: Days | null;
  requestedBy: string;
  reason?: string | null;
  /** Publishes even where all rows are gone. */
  allowEmpty?: boolean;
  /** Fingerprint of the definition of the chain's head that is to be built. */
  needs?: string | null;
};

export type RequestedRun = { id: string; joined: boolean };

/**
 * Queues a refresh of a summary, which refreshes its whole chain. An equal wish that waits already is joined: any number of
 * clicks make one waiting run.
 */
export async function requestRefresh(
  store: ControlStore,
  registry: Registry,
  wish: RefreshWish,
): Promise<RequestedRun> {
  const summary = findSummary(registry, wish.summary);
  if (!summary) {
    throw new PersonError({
      message: message('problem.noSummary', {
        name: wish.summary,
        known: registry.summaries.map((each) => each.name).join(', '),
      }),
      status: 404,
    });
  }
  const range = wish.range ?? null;
  if (range && !(isDay(range.from) && isDay(range.to) && range.from < range.to)) {
    throw new PersonError({ message: message('problem.refreshRange', { from: range.from, to: range.to }) });
  }
  const mode = wish.mode ?? 'due';
  for (;;) {
    const added = await sql<{ id: string }>`
      insert into summa_control.run
        (chain, summary, mode, range_from, range_to, allow_empty, state, requested_by, reason, needs, waits_for, error)
      select ${headOf(summary).name}, ${summary.name}, ${mode}, ${range?.from ?? null}, ${range?.to ?? null},
        ${wish.allowEmpty ?? false}, 'queued', ${wish.requestedBy}, ${wish.reason ?? null}, ${wish.needs ?? null}, waits_for,
        ${waitsWords(sql`waits_for`)}
        from (select ${knownBlocker(headOf(summary).name, mode, range, wish.allowEmpty ?? false)} as waits_for) as b
      on conflict do nothing
      returning id::text as id`.execute(store);
    const id = added.rows[0]?.id;
    if (id) {
      await wake(store);
      return { id, joined: false };
    }
    const joined = await joinWaiting(store, headOf(summary).name, mode, range, wish.allowEmpty ?? false);
    if (joined) return { id: joined, joined: true };
    // Its plan was frozen in between, so the wish becomes a run of its own.
  }
}

/** The run that surely has to end first: it writes everything, or does what this wish asks for already. */
function knownBlocker(chain: string, mode: RefreshMode, range: Days | null, allowEmpty: boolean) {
  return sql<string | null>`(
    select min(l.run) from summa_control.run_lock l
      join summa_control.chain c on l.chain @> c.id
      join summa_control.run w on w.id = l.run
     where c.name = ${chain} and l.held
       and ((lower_inf(l.days) and upper_inf(l.days))
         or (w.task = 'refresh' and w.mode = ${mode} and w.allow_empty = ${allowEmpty}
           and coalesce(w.range_from, '') = ${range?.from ?? ''} and coalesce(w.range_to, '') = ${range?.to ?? ''})))`;
}

/** Joins an equal run whose plan is not frozen. One that is being planned is planned again: this wish may have seen newer rows. */
async function joinWaiting(
  store: ControlStore,
  chain: string,
  mode: RefreshMode,
  range: Days | null,
  allowEmpty: boolean,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with waiting as (
      select id from summa_control.run
       where chain = ${chain} and mode = ${mode} and task = 'refresh' and plan is null and not cancel_requested
         and state in ('queued', 'planning', 'lost') and allow_empty = ${allowEmpty}
         and coalesce(range_from, '') = ${range?.from ?? ''} and coalesce(range_to, '') = ${range?.to ?? ''}
         for update
    ), turned as (
      update summa_control.chain set turn = turn + 1 where name = ${chain} and exists (select from waiting)
    )
    select id::text as id from waiting`.execute(store);
  return rows[0]?.id ?? null;
}

/** Rings a worker's bell. The queue only wakes; what is to be done stands in `run`, where workers also look by themselves. */
export async function wake(store: ControlStore): Promise<void> {
  // Asked first, for inside a transaction a statement that fails would undo the request. No queue: no worker has started yet.
  const queue = await sql<{ there: boolean }>`
    select exists (select from pg_proc where proname = 'add_job' and pronamespace = to_regnamespace('graphile_worker'))
      as there`.execute(store);
  if (!queue.rows[0]?.there) return;
  await sql`select graphile_worker.add_job('wake', job_key => 'wake', max_attempts => 1)`.execute(store);
}
