import { sql } from 'kysely';
import { partitionOf } from '#lib/compile/partition.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { failedDays } from '../plan/make-plan.ts';
import { step } from '../plan/plan.ts';
import type { RefreshRange } from './overview-types.ts';
import type { Mark } from './strip.ts';

type Known = {
  /** First days of the head's partitions. */
  pending: readonly string[];
  quarantine: readonly { range: RefreshRange | null }[];
  holds: readonly { range: RefreshRange | null }[];
};

/** Later than every run. */
const afterAll = '9223372036854775807';

/** What is known of days of a chain, besides when they were built. */
export async function readMarks(store: ControlStore, head: SummaryDefinition, known: Known): Promise<Mark[]> {
  const by = partitionOf(head)?.by ?? 'day';
  const [failed, working] = await Promise.all([failedDays(store, head.name, afterAll), readWorking(store, head.name)]);
  return [
    ...known.pending.map((day): Mark => ({ state: 'pending', days: { from: day, to: step(by, day, 1) } })),
    ...known.quarantine.map(({ range }): Mark => ({ state: 'quarantined', days: range })),
    ...known.holds.map(({ range }): Mark => ({ state: 'held', days: range })),
    ...failed.map((days): Mark => ({ state: 'failed', days })),
    ...working,
  ];
}

/** The units of runs under way that are still to be published. */
async function readWorking(store: ControlStore, chain: string): Promise<Mark[]> {
  const { rows } = await sql<{ state: 'pending' | 'building'; range_from: string | null; range_to: string | null }>`
    select u.state, u.range_from, u.range_to
      from summa_control.run r join summa_control.run_unit u on u.run = r.id
     where r.chain = ${chain} and r.finished_at is null and u.state in ('pending', 'building')`.execute(store);
  return rows.map(({ state, range_from, range_to }) => ({
    state: state === 'building' ? 'building' : 'planned',
    days: range_from && range_to ? { from: range_from, to: range_to } : null,
  }));
}
