import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import type { UnitOutcome } from '../build/refresh-unit.ts';
import type { RefreshPlan } from '../plan/plan.ts';
import type { DefinitionDiff } from '../quarantine/quarantine-types.ts';
import { CheckFailure } from './context.ts';

/** So many units fit into one statement. */
const atOnce = 1_000;

/** Freezes a run's plan. A unit that the warehouse knows as published by this very run stays so. */
export async function addUnits(transaction: ControlStore, run: string, plan: RefreshPlan): Promise<void> {
  await transaction
    .updateTable('run')
    .set({ plan: JSON.stringify(plan) })
    .where('id', '=', run)
    .execute();
  const units = plan.units.map(({ unit, days }, ordinal) => ({
    run,
    ordinal,
    unit,
    range_from: days?.from ?? null,
    range_to: days?.to ?? null,
  }));
  for (let at = 0; at < units.length; at += atOnce) {
    await transaction
      .insertInto('run_unit')
      .values(units.slice(at, at + atOnce))
      .onConflict((conflict) =>
        conflict.columns(['run', 'unit']).doUpdateSet(({ ref }) => ({ ordinal: ref('excluded.ordinal') })),
      )
      .execute();
  }
}

export async function recordBegin(store: ControlStore, run: string, unit: string): Promise<void> {
  await store
    .updateTable('run_unit')
    .set({ state: 'building', started_at: sql<string>`now()`, finished_at: null, built_rows: null, error: null })
    .where('run', '=', run)
    .where('unit', '=', unit)
    .where('state', '<>', 'published')
    .execute();
}

/** Rows built so far, of all summaries of the chain. */
export async function recordProgress(store: ControlStore, run: string, unit: string, rows: number): Promise<void> {
  await store
    .updateTable('run_unit')
    .set({ built_rows: String(rows), changed_at: sql<string>`now()` })
    .where('run', '=', run)
    .where('unit', '=', unit)
    .where('state', '=', 'building')
    .execute();
}

/** How the rows of a changed definition differ from those that are served, told before they serve. */
export async function recordDefinition(
  store: ControlStore,
  run: string,
  unit: string,
  diffs: readonly DefinitionDiff[],
): Promise<void> {
  await store
    .updateTable('run_unit')
    .set({ definition_diff: JSON.stringify(diffs), changed_at: sql<string>`now()` })
    .where('run', '=', run)
    .where('unit', '=', unit)
    .execute();
}

export async function recordUnit(
  store: ControlStore,
  run: string,
  unit: string,
  { epoch, opened, closed, checks, quarantine }: UnitOutcome,
): Promise<void> {
  await store
    .updateTable('run_unit')
    .set({
      state: quarantine ? 'quarantined' : epoch === null ? 'unchanged' : 'published',
      quarantine: quarantine ?? null,
      epoch: epoch === null ? null : String(epoch),
      rows_opened: String(opened),
      rows_closed: String(closed),
      checks: JSON.stringify(checks),
      error: null,
      changed_at: sql<string>`now()`,
      finished_at: sql<string>`now()`,
    })
    .where('run', '=', run)
    .where('unit', '=', unit)
    .execute();
}

export async function recordFailure(
  store: ControlStore,
  run: string,
  unit: string,
  error: unknown,
  words: string,
): Promise<void> {
  const bad = error instanceof CheckFailure ? error : null;
  await store
    .updateTable('run_unit')
    .set({
      state: bad?.quarantine ? 'quarantined' : 'failed',
      quarantine: bad?.quarantine ?? null,
      checks: JSON.stringify(bad?.checks ?? []),
      error: words,
      changed_at: sql<string>`now()`,
      finished_at: sql<string>`now()`,
    })
    .where('run', '=', run)
    .where('unit', '=', unit)
    .where('state', '<>', 'published')
    .execute();
}
