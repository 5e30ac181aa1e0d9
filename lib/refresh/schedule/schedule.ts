import { sql } from 'kysely';
import { type Registry, withDownstream } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { chainHeads } from '../chain.ts';
import { requestRefresh } from '../request.ts';
import { everySeconds } from './every.ts';

/** Every how many seconds each chain is due: as often as its most eager summary asks. */
export function schedules(registry: Registry): { chain: string; seconds: number }[] {
  return chainHeads(registry).flatMap((head) => {
    const wished = withDownstream(registry, head).flatMap(({ refresh }) => {
      const wish = refresh.every === null ? null : everySeconds(refresh.every);
      return wish === null ? [] : [wish];
    });
    return wished.length === 0 ? [] : [{ chain: head.name, seconds: Math.min(...wished) }];
  });
}

/** Makes the stored schedules those of the definitions. A new one is due at once. */
export async function storeSchedules(store: ControlStore, registry: Registry): Promise<void> {
  for (const { chain, seconds } of schedules(registry)) {
    await sql`
      insert into summa_control.schedule (summary, every_seconds, next_at) values (${chain}, ${seconds}, now())
      on conflict (summary) do update set every_seconds = excluded.every_seconds,
        next_at = least(summa_control.schedule.next_at, now() + excluded.every_seconds * interval '1 second')`.execute(
      store,
    );
  }
  const chains = schedules(registry).map(({ chain }) => chain);
  await sql`delete from summa_control.schedule where summary <> all(${chains}::text[])`.execute(store);
}

/**
 * Requests a run for every chain that is due. Ticks missed while nobody was there become one run. Several workers may tick
 * at once: one of them moves `next_at`, and that one requests. A chain that is refreshed only when its tables changed is
 * handed to `watch`.
 */
export async function requestDue(
  store: ControlStore,
  registry: Registry,
  watch: (head: SummaryDefinition) => Promise<unknown>,
): Promise<string[]> {
  const { rows } = await sql<{ summary: string }>`
    update summa_control.schedule
       set next_at = next_at + (1 + floor(extract(epoch from now() - next_at) / every_seconds)) * every_seconds * interval '1 second'
     where next_at <= now() and summary = any(${schedules(registry).map(({ chain }) => chain)}::text[])
    returning summary`.execute(store);
  const requested: string[] = [];
  for (const { summary } of rows) {
    const head = chainHeads(registry).find((each) => each.name === summary);
    if (!head) continue;
    if (head.refresh.when) await watch(head);
    else await requestRefresh(store, registry, { summary, requestedBy: 'schedule' });
    requested.push(summary);
  }
  return requested;
}
