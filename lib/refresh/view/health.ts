import { sql } from 'kysely';
import { type Registry, withDownstream } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import type { ScheduleView } from '../schedule/schedule-types.ts';
import type { CheckTally, RunView, StoppingReview, SummaryHealth } from './overview-types.ts';
import type { Troubles } from './troubles.ts';

/** What is known of all summaries, read in few statements. */
export type HealthFacts = {
  served: ReadonlyMap<string, ServedGeneration>;
  lastRuns: readonly RunView[];
  schedules: readonly ScheduleView[];
  troubles: (chain: string) => Troubles;
  tallies: ReadonlyMap<string, CheckTally>;
  pending: ReadonlyMap<string, number>;
  reviews: ReadonlyMap<string, StoppingReview>;
};

/** The health of a summary as separate facts. */
export function healthOf(registry: Registry, summary: SummaryDefinition, facts: HealthFacts): SummaryHealth {
  const generation = facts.served.get(summary.name);
  const upstream = upstreamOf(summary);
  const head = upstream[0] ?? summary.name;
  const schedule = facts.schedules.find(({ chain }) => chain === head);
  return {
    name: summary.name,
    topic: summary.topic,
    description: summary.description,
    zone: summary.zone,
    partitionBy: summary.refresh.by ?? null,
    built: generation !== undefined,
    completeThrough: generation?.completeThrough ?? null,
    epoch: generation?.changedAt ?? null,
    rows: generation?.rows ?? null,
    schedule: { every: schedule?.every ?? null, cron: schedule?.cron ?? null, paused: schedule?.paused != null },
    nextRunAt: schedule?.nextAt ?? null,
    lastRun: facts.lastRuns.find((run) => run.chain === head) ?? null,
    upstream,
    downstream: withDownstream(registry, summary)
      .map((each) => each.name)
      .filter((name) => name !== summary.name),
    pending: facts.pending.get(head) ?? null,
    ...facts.troubles(head),
    review: facts.reviews.get(head) ?? null,
    checks: facts.tallies.get(summary.name) ?? null,
  };
}

/** The summaries a summary is made from, the head first. */
function upstreamOf(summary: SummaryDefinition): string[] {
  return summary.upstream ? [...upstreamOf(summary.upstream), summary.upstream.name] : [];
}

/** What the checks of each summary came to in the last run of its chain that ended. */
export async function readTallies(store: ControlStore): Promise<Map<string, CheckTally>> {
  const { rows } = await sql<CheckTally & { summary: string }>`
    select c ->> 'summary' as summary, count(*) filter (where (c ->> 'passed')::boolean)::int as passed,
           count(*) filter (where not (c ->> 'passed')::boolean and c ->> 'severity' = 'warn')::int as warned,
           count(*) filter (where not (c ->> 'passed')::boolean and c ->> 'severity' is distinct from 'warn')::int as blocked
      from (select max(id) as id from summa_control.run
             where state in ('succeeded', 'partial', 'failed') group by chain) r
      join summa_control.run_unit u on u.run = r.id
      cross join lateral jsonb_array_elements(u.checks) as c
     group by 1`.execute(store);
  return new Map(rows.map(({ summary, ...tally }) => [summary, tally]));
}

/** The newest run of each chain. */
export const newestRuns = sql`where r.id in (select max(id) from summa_control.run group by chain)`;
