import { type Registry, withDownstream } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { chainHeads } from '../plan/chain.ts';
import { everySeconds } from './every.ts';

/** When a chain is due: every so many seconds, or at the times of a cron. */
export type When = { seconds: number; cron: null } | { seconds: null; cron: string; zone: string };

export type ChainSchedule = { chain: string; every: string | null; when: When };

/** When the definitions say each chain is due: by its head's cron, or as often as its most eager summary asks. */
export function chainSchedules(registry: Registry): ChainSchedule[] {
  return chainHeads(registry).flatMap((head) => scheduleOf(registry, head) ?? []);
}

/** The schedule of one chain, or null when it is refreshed only when somebody asks. */
export function scheduleOf(registry: Registry, head: SummaryDefinition): ChainSchedule | null {
  const { cron, zone } = head.refresh;
  if (cron !== null) {
    return { chain: head.name, every: null, when: { seconds: null, cron, zone: zone ?? head.zone } };
  }
  const [soonest] = withDownstream(registry, head)
    .flatMap(({ refresh: { every } }) => {
      const seconds = every === null ? null : everySeconds(every);
      return every === null || seconds === null ? [] : [{ every, seconds }];
    })
    .sort((a, b) => a.seconds - b.seconds);
  if (!soonest) return null;
  return { chain: head.name, every: soonest.every, when: { seconds: soonest.seconds, cron: null } };
}
