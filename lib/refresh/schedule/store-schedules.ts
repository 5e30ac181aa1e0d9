import { sql } from 'kysely';
import type { Registry } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { type ChainSchedule, chainSchedules } from './chain-schedules.ts';
import { nextTick } from './next-tick.ts';

/**
 * Makes the stored schedules those of the definitions, but for those an admin has set. A new interval is due at once, a new
 * cron at its next time.
 */
export async function storeSchedules(store: ControlStore, registry: Registry): Promise<void> {
  const schedules = chainSchedules(registry);
  for (const schedule of schedules) await storeSchedule(store, schedule);
  const chains = schedules.map(({ chain }) => chain);
  await sql`
    delete from summa_control.schedule where set_by is null and summary <> all(${chains}::text[])`.execute(store);
}

/** Writes the definition's schedule of a chain, unless an admin has overruled it. */
export async function storeSchedule(store: ControlStore, { chain, when }: ChainSchedule): Promise<void> {
  if (when.cron === null) {
    await sql`
      insert into summa_control.schedule as s (summary, every_seconds, next_at) values (${chain}, ${when.seconds}, now())
      on conflict (summary) do update set every_seconds = excluded.every_seconds, cron = null, zone = null,
        next_at = least(s.next_at, now() + excluded.every_seconds * interval '1 second')
      where s.set_by is null`.execute(store);
    return;
  }
  const now = await clock(store);
  await sql`
    insert into summa_control.schedule as s (summary, cron, zone, next_at)
    values (${chain}, ${when.cron}, ${when.zone}, ${nextTick(when, now, now)})
    on conflict (summary) do update set every_seconds = null, cron = excluded.cron, zone = excluded.zone,
      next_at = case when (s.cron, s.zone) is not distinct from (excluded.cron, excluded.zone) then s.next_at
                     else excluded.next_at end
    where s.set_by is null`.execute(store);
}

/** The control store's clock: ticks are counted by it, whatever the clocks of the workers say. */
export async function clock(store: ControlStore): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(store);
  return rows[0]?.now ?? new Date();
}
