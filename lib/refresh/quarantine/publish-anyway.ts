import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Chain } from '../chain.ts';
import type { ClaimedRun } from '../claim.ts';
import type { RunContext } from '../context.ts';
import type { PlannedUnit, RefreshPlan } from '../plan.ts';
import type { UnitOutcome } from '../refresh-unit.ts';

/** Plans to publish the build that a run's task names. */
export async function planPublishAnyway(
  _db: Queryable,
  _schema: string,
  _chain: Chain,
  run: ClaimedRun,
): Promise<RefreshPlan> {
  throw new Error(`Run ${run.id} asks for something this process cannot do yet.`);
}

/** Publishes a build that was kept, as the difference to what is served now. */
export async function publishQuarantined(
  context: RunContext,
  _unit: PlannedUnit,
  _ordinal: number,
): Promise<UnitOutcome> {
  throw new Error(`Run ${context.run} asks for something this process cannot do yet.`);
}
