import { english } from '#lib/i18n/languages.ts';
import { message, say } from '#lib/i18n/message.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { BuiltUnit } from '../build/build-unit.ts';
import type { UnitOutcome } from '../build/refresh-unit.ts';
import { diffTable } from '../build/tables.ts';
import { withoutExamples } from '../checks/check-result.ts';
import type { Chain } from '../plan/chain.ts';
import type { PlannedUnit, RefreshPlan } from '../plan/plan.ts';
import { planReason } from '../plan/plan-reason.ts';
import { finishGenerations, generationPublishes, publishGenerations } from '../publish/publish-generation.ts';
import { onNewestBase, publishStage } from '../publish/publish-stage.ts';
import type { ClaimedRun } from '../run/claim.ts';
import type { RunContext } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';
import { inTransaction } from './in-transaction.ts';
import { daysOf, findQuarantine, type QuarantineRow } from './kept-build.ts';
import { refusalNow } from './refusal-now.ts';
import { settle } from './settle.ts';

/** Plans to publish the build that a run's task names. */
export async function planPublishAnyway(
  db: Queryable,
  schema: string,
  chain: Chain,
  run: Pick<ClaimedRun, 'taskInput'>,
): Promise<RefreshPlan> {
  const row = await requireOpen(db, schema, chain, run.taskInput?.quarantine);
  return {
    kind: 'publish anyway',
    ...planReason(message('plan.publishAnyway', { id: row.id, run: row.run })),
    units: [{ unit: row.unit, days: daysOf(row), quarantine: row.id }],
    fingerprints: Object.fromEntries(chain.members.map(({ plan }) => [plan.summary, plan.fingerprint])),
  };
}

/**
 * Publishes a build that was kept, as the difference to what is served now. What it saw of its sources, and so what it is
 * complete through, stays as it was when it was built.
 */
export async function publishQuarantined(context: RunContext, unit: PlannedUnit): Promise<UnitOutcome> {
  const { client, schema, chain, run } = context;
  const row = await requireOpen(client, schema, chain, unit.quarantine);
  await context.enter('checking');
  const built = await onNewestBase(context, builtUnit(chain, row));
  await client.query(`update ${inSchema(schema, '_quarantine')} set decided_run = $2 where id = $1`, [row.id, run]);
  const outcome = row.kind === 'full' ? await publishFull(context, row, built) : await publishDays(context, row, built);
  const decision = { state: 'published', who: context.who, reason: context.reason } as const;
  await runStep('settle quarantine', () => inTransaction(client, (db) => settle(db, schema, row, decision)));
  return { ...outcome, checks: withoutExamples(row.checks) };
}

async function requireOpen(db: Queryable, schema: string, chain: Chain, id: unknown): Promise<QuarantineRow> {
  const row = await findQuarantine(db, schema, id);
  if (!row) throw new Error(`There is no quarantine ${String(id)}.`);
  const refusal = await refusalNow(db, schema, row, chain);
  if (refusal) throw new Error(say(refusal, english));
  return row;
}

/** The build as it was, on tables that were kept. */
function builtUnit(chain: Chain, { build, base_epoch }: QuarantineRow): BuiltUnit {
  return {
    base: { epoch: Number(base_epoch), at: build.at, snapshot: build.snapshot, served: new Map(), built: new Map() },
    members: build.members.flatMap(({ summary, days, tables }) => {
      const member = chain.members.find(({ definition }) => definition.name === summary);
      return member ? [{ member, days, tables }] : [];
    }),
    watermark: build.watermark,
    observed: build.observed,
    checks: [],
  };
}

async function publishDays(context: RunContext, row: QuarantineRow, built: BuiltUnit) {
  const { client, schema } = context;
  const diffs = built.members.flatMap(({ tables }) => tables.map(({ table }) => inSchema(schema, diffTable(table))));
  const dropDiffs = () => client.query(`drop table if exists ${diffs.join(', ')}`);
  // An attempt that died may have left them.
  await dropDiffs();
  try {
    await context.enter('publishing');
    return await publishStage(context, row.unit, built, context.reason);
  } finally {
    await dropDiffs().catch(() => {});
  }
}

async function publishFull(context: RunContext, row: QuarantineRow, built: BuiltUnit) {
  const generations = row.build.members.map(({ summary, generation }) => ({ summary, id: generation ?? '' }));
  const seen = new Map(row.build.members.map((member) => [member.summary, member]));
  await finishGenerations(context, built);
  const publishes = await generationPublishes(context, built, generations, seen);
  await context.enter('publishing');
  return publishGenerations(context, row.unit, built, publishes, context.reason);
}
