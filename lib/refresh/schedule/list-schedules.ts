import { sql } from 'kysely';
import type { Registry } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { chainHeads } from '../plan/chain.ts';
import type { RunState } from '../view/overview-types.ts';
import { scheduleOf } from './chain-schedules.ts';
import { ticksAfter } from './next-tick.ts';
import { whenOf } from './request-due.ts';
import type { ScheduleView } from './schedule-types.ts';
import { clock } from './store-schedules.ts';

const shownTicks = 5;

/** Every chain with when it is due, the chains without a schedule too. */
export async function listSchedules(store: ControlStore, registry: Registry): Promise<ScheduleView[]> {
  const [stored, last, now] = await Promise.all([
    store.selectFrom('schedule').selectAll().execute(),
    lastRuns(store),
    clock(store),
  ]);
  return chainHeads(registry).map((head): ScheduleView => {
    const row = stored.find(({ summary }) => summary === head.name);
    const defined = scheduleOf(registry, head);
    const next = row && !row.paused_at ? ticks(whenOf(row), row.next_at, now) : [];
    return {
      chain: head.name,
      every: row?.set_by ? null : (defined?.every ?? null),
      cron: row ? row.cron : (defined?.when.cron ?? null),
      zone: row?.zone ?? head.refresh.zone ?? head.zone,
      from: row?.set_by ? 'admin' : 'definition',
      paused: row?.paused_at ? { by: row.paused_by ?? '', at: row.paused_at.toISOString() } : null,
      nextAt: next[0] ?? null,
      next,
      lastRun: last.get(head.name) ?? null,
    };
  });
}

/** What is due already comes first, then the ticks after now. */
function ticks(when: ReturnType<typeof whenOf>, due: Date, now: Date): string[] {
  const first = due > now ? due : now;
  const later = ticksAfter(when, due, first, shownTicks - 1);
  return [due, ...later].map((tick) => tick.toISOString());
}

async function lastRuns(store: ControlStore): Promise<Map<string, ScheduleView['lastRun']>> {
  const { rows } = await sql<{ chain: string; id: string; state: RunState; finished_at: Date | null }>`
    select distinct on (chain) chain, id::text as id, state, finished_at from summa_control.run
     order by chain, run.id desc`.execute(store);
  return new Map(
    rows.map(({ chain, id, state, finished_at }) => [
      chain,
      { id, state, finishedAt: finished_at?.toISOString() ?? null },
    ]),
  );
}
