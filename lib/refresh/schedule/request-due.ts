import { sql } from 'kysely';
import type { Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { shortTransaction } from '#lib/store/short-transaction.ts';
import { chainHeads } from '../plan/chain.ts';
import { requestRefresh } from '../run/request.ts';
import type { When } from './chain-schedules.ts';
import { nextTick } from './next-tick.ts';

/**
 * Requests a run for every chain that is due and not paused. Ticks missed while nobody was there become one run. Several
 * workers may tick at once: one of them locks the schedule, and that one requests. A chain that is refreshed only when its
 * tables changed is handed to `watch`.
 */
export async function requestDue(
  store: ControlStore,
  registry: Registry,
  watch: (head: SummaryDefinition) => Promise<unknown>,
): Promise<string[]> {
  const heads = new Map(chainHeads(registry).map((head) => [head.name, head]));
  const requested = await shortTransaction(store, async (transaction) => {
    const { rows } = await sql<DueRow>`
      select summary, every_seconds, cron, zone, next_at, now() as now from summa_control.schedule
       where next_at <= now() and paused_at is null and summary = any(${[...heads.keys()]}::text[])
         for update skip locked`.execute(transaction);
    const due: SummaryDefinition[] = [];
    for (const row of rows) {
      const head = heads.get(row.summary);
      if (!head) continue;
      // Before the tick moves on: a process that dies in between asks again, and joins what it asked for.
      if (!head.refresh.when) await requestRefresh(store, registry, { summary: row.summary, requestedBy: 'schedule' });
      await transaction
        .updateTable('schedule')
        .set({ next_at: nextTick(whenOf(row), row.next_at, row.now) })
        .where('summary', '=', row.summary)
        .execute();
      due.push(head);
    }
    return due;
  });
  for (const head of requested) if (head.refresh.when) await watch(head);
  return requested.map(({ name }) => name);
}

type DueRow = {
  summary: string;
  every_seconds: number | null;
  cron: string | null;
  zone: string | null;
  next_at: Date;
  now: Date;
};

/** When a stored schedule is due. */
export function whenOf({ cron, zone, every_seconds }: Pick<DueRow, 'cron' | 'zone' | 'every_seconds'>): When {
  return cron === null ? { seconds: every_seconds ?? 86_400, cron } : { seconds: null, cron, zone: zone ?? 'UTC' };
}
