import { sql } from 'kysely';
import { isZone } from '#lib/definition/cron.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { chainHeads } from '../plan/chain.ts';
import { scheduleOf } from './chain-schedules.ts';
import { nextTick } from './next-tick.ts';
import { requireCron } from './require-cron.ts';
import { clock, storeSchedule } from './store-schedules.ts';

/** Overrules the definition's schedule of a chain by a cron in a zone; `cron: null` goes back to the definition's. */
export async function setSchedule(
  store: ControlStore,
  registry: Registry,
  { chain, cron, zone, who }: { chain: string; cron: string | null; zone: string; who: string },
): Promise<void> {
  const head = headOfChain(registry, chain);
  if (cron === null) return forgetAdmins(store, registry, head);
  requireCron(cron);
  if (!isZone(zone)) throw new PersonError({ message: message('problem.zone', { zone }) });
  const now = await clock(store);
  const next = nextTick({ seconds: null, cron, zone }, now, now);
  await sql`
    insert into summa_control.schedule (summary, cron, zone, set_by, next_at)
    values (${chain}, ${cron}, ${zone}, ${who}, ${next})
    on conflict (summary) do update set every_seconds = null, cron = excluded.cron, zone = excluded.zone,
      set_by = excluded.set_by, next_at = excluded.next_at`.execute(store);
}

async function forgetAdmins(store: ControlStore, registry: Registry, head: SummaryDefinition): Promise<void> {
  const defined = scheduleOf(registry, head);
  await store.transaction().execute(async (transaction) => {
    if (!defined) {
      await transaction.deleteFrom('schedule').where('summary', '=', head.name).execute();
      return;
    }
    // Not due at once because of this: the interval begins now.
    const now = await clock(transaction);
    await transaction
      .updateTable('schedule')
      .set({ set_by: null, next_at: nextTick(defined.when, now, now) })
      .where('summary', '=', head.name)
      .execute();
    await storeSchedule(transaction, defined);
  });
}

/** Stops a chain from being refreshed by itself, or lets it go on: what was missed meanwhile becomes one run. */
export async function pauseSchedule(
  store: ControlStore,
  registry: Registry,
  { chain, paused, who }: { chain: string; paused: boolean; who: string },
): Promise<void> {
  headOfChain(registry, chain);
  const { numUpdatedRows } = await store
    .updateTable('schedule')
    .set(
      paused
        ? {
            paused_by: sql<string>`coalesce(paused_by, ${who})`,
            paused_at: sql<Date>`coalesce(paused_at, now())`,
          }
        : { paused_by: null, paused_at: null },
    )
    .where('summary', '=', chain)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new PersonError({ message: message('problem.noSchedule', { chain }), status: 409 });
}

function headOfChain(registry: Registry, chain: string): SummaryDefinition {
  const heads = chainHeads(registry);
  const head = heads.find(({ name }) => name === chain);
  if (head) return head;
  const known = heads.map(({ name }) => name).join(', ');
  throw new PersonError({ message: message('problem.noSummary', { name: chain, known }), status: 404 });
}
