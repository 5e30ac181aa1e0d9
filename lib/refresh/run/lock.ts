import { type RawBuilder, sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Days } from '../plan/plan.ts';

/** SQL for what a run that waits for another says; null when it waits for none. */
export function waitsWords(run: RawBuilder<unknown>) {
  return sql<string | null>`('Waits for run ' || ${run} || ', which writes some of the same days.')`;
}

/** Counts whatever would make a plan in the making out of date: an equal request that joined, another run that ended. */
export async function turnOf(store: ControlStore, chain: string): Promise<string> {
  await sql`insert into summa_control.chain (name) values (${chain}) on conflict do nothing`.execute(store);
  const { turn } = await store.selectFrom('chain').select('turn').where('name', '=', chain).executeTakeFirstOrThrow();
  return turn;
}

/** Locks the chain's row until the end of the transaction: locks of a chain are taken one after another. */
export async function takeTurn(transaction: ControlStore, chain: string): Promise<string> {
  const { turn } = await transaction
    .selectFrom('chain')
    .select('turn')
    .where('name', '=', chain)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return turn;
}

/**
 * The run that stands in the way of writing these days (null: everything): one that writes some of them, or an older one
 * that waits for some. Without the second, a full rebuild could wait for ever behind runs of a few days.
 */
export async function blockerOf(
  transaction: ControlStore,
  run: { id: string; chain: string },
  days: readonly Days[] | null,
): Promise<string | null> {
  const { rows } = await sql<{ run: string }>`
    select l.run::text as run from summa_control.run_lock l join summa_control.chain c on l.chain @> c.id
     where c.name = ${run.chain} and l.run <> ${run.id} and (l.held or l.run < ${run.id})
       and exists (select from ${rangesOf(days)} where d.days && l.days)
     order by l.held desc, l.run limit 1`.execute(transaction);
  return rows[0]?.run ?? null;
}

/** Writes down which days a run holds, or waits for. Holding days that another run holds is an error. */
export async function lockDays(
  transaction: ControlStore,
  run: { id: string; chain: string },
  days: readonly Days[] | null,
  held: boolean,
): Promise<void> {
  await transaction.deleteFrom('run_lock').where('run', '=', run.id).execute();
  await sql`
    insert into summa_control.run_lock (run, chain, days, held)
    select ${run.id}, int4range(c.id, c.id, '[]'), d.days, ${held}
      from summa_control.chain c, ${rangesOf(days)} where c.name = ${run.chain}`.execute(transaction);
}

function rangesOf(days: readonly Days[] | null) {
  const from = days ? days.map((each) => each.from) : [null];
  const to = days ? days.map((each) => each.to) : [null];
  return sql`(select daterange(f, t) as days from unnest(${from}::date[], ${to}::date[]) as r (f, t)) as d`;
}
