import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { NewGeneration } from '../build/generation.ts';
import type { UnitOutcome } from '../build/refresh-unit.ts';
import { diffTable } from '../build/tables.ts';
import type { Chain } from '../plan/chain.ts';
import type { PlannedUnit, RefreshPlan } from '../plan/plan.ts';
import { planReason } from '../plan/plan-reason.ts';
import { publishUnit } from '../publish/publish.ts';
import type { ClaimedRun } from '../run/claim.ts';
import { MovedElsewhere, MovedMeanwhile, type RunContext } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';
import { restoredPublishes } from './publishes.ts';
import { restoreUnit, stageNames } from './restore.ts';
import { readUndone } from './undone.ts';

/** Plans to restore what was visible before the epoch that a run's task names. */
export async function planRollBack(
  db: Queryable,
  schema: string,
  chain: Chain,
  run: Pick<ClaimedRun, 'taskInput'>,
): Promise<RefreshPlan> {
  const epoch = Number(run.taskInput?.epoch);
  const undone = await readUndone(db, schema, () => chain.head.definition.name, epoch);
  if (!undone) throw new PersonError({ message: message('problem.noEpoch', { epoch: String(epoch), latest: '' }) });
  if (undone.refusal) throw new PersonError({ message: undone.refusal });
  const { days } = undone;
  const unit = days ? `${days.from}..${days.to}` : 'all';
  return {
    kind: 'roll back',
    ...planReason(message('plan.rollBack', { epoch: String(epoch) })),
    units: [{ unit: `before ${epoch}: ${unit}`, days, undoes: epoch }],
    fingerprints: Object.fromEntries(chain.members.map(({ plan }) => [plan.summary, plan.fingerprint])),
  };
}

/**
 * Publishes what was visible before an epoch, as an epoch of its own, and holds its days: a schedule would publish the bad
 * rows again in minutes. Pages at the epoch that is undone show its numbers as before.
 */
export async function rollBackUnit(context: RunContext, unit: PlannedUnit, ordinal: number): Promise<UnitOutcome> {
  const { days, undoes } = unit;
  if (undoes === undefined) throw new Error(`${unit.unit} names no epoch to undo.`);
  const stages: string[] = [];
  let generations: NewGeneration[] = [];
  try {
    await context.enter('building');
    const restored = await restoreUnit(context, { days, undoes }, stageNames(context, ordinal, stages));
    await context.enter('publishing');
    const publishes = await restoredPublishes(context, restored, undoes, generations);
    const published = await publishUnit(context, {
      unit: unit.unit,
      kind: 'roll back',
      base: restored.base,
      summaries: publishes,
      reason: context.reason,
      holds: { days, undone: undoes },
    });
    generations = [];
    const total = (what: 'opened' | 'closed') => publishes.reduce((sum, publish) => sum + publish[what], 0);
    return { ...published, opened: total('opened'), closed: total('closed'), checks: [] };
  } catch (error) {
    // The counts were taken on what is served no more; the whole is done again.
    throw error instanceof MovedElsewhere ? new MovedMeanwhile(error.message) : error;
  } finally {
    await dropAll(context, stages, generations);
  }
}

async function dropAll({ client, schema }: RunContext, stages: string[], generations: NewGeneration[]): Promise<void> {
  // When the connection is gone the next attempt drops them.
  for (const generation of generations) await generation.drop().catch(() => {});
  const names = stages.flatMap((table) => [table, diffTable(table)]).map((table) => inSchema(schema, table));
  if (names.length === 0) return;
  await runStep('drop stages', () => client.query(`drop table if exists ${names.join(', ')}`)).catch(() => {});
}
