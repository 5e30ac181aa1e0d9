import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { blocking, type CheckResult, withoutExamples } from '../checks/check-result.ts';
import { checkUnit } from '../checks/check-unit.ts';
import type { PlannedUnit } from '../plan/plan.ts';
import { type Outcome, publishStage } from '../publish/publish-stage.ts';
import { keepBuild } from '../quarantine/keep-build.ts';
import { keptTables, nothingKept } from '../quarantine/kept-tables.ts';
import { outdate } from '../quarantine/outdate.ts';
import { CheckFailure, type RunContext } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';
import { buildUnit, createStage } from './build-unit.ts';
import { diffTable, stageName } from './tables.ts';
import { storeWatermarks } from './watermark.ts';

/** What became of a unit. */
export type UnitOutcome = Outcome & {
  checks: CheckResult[];
  /** The number under which a new definition's rows wait for a review, unpublished. */
  quarantine?: string;
};

/** Replaces the partitions of one unit: stage, check, diff, publish the difference. A bad stage is kept, and not published. */
export async function refreshUnit(context: RunContext, unit: PlannedUnit, ordinal: number): Promise<UnitOutcome> {
  const { client, schema, run, attempt, chain } = context;
  const stages: string[] = [];
  let keeping = false;
  try {
    await context.enter('building');
    const built = await buildUnit(context, unit, {
      table: (member, relation) => {
        const table = stageName(run, attempt, ordinal, member, relation);
        stages.push(table);
        const served = chain.members[member];
        const planned = served?.plan.relations[relation];
        if (!planned) throw new Error(`${served?.definition.name} has no relation ${relation}.`);
        return { relation: { ...planned, current: '', closed: '' }, table };
      },
      create: createStage(schema, engineDialect(client)),
    });
    await context.enter('checking');
    const checked = await checkUnit(context, built);
    if (blocking(checked.checks).length > 0) {
      keeping = true;
      const kept = await keepBuild(context, { unit, kind: 'incremental', why: 'checks', built, checked });
      throw new CheckFailure(checked.checks, kept);
    }
    await context.enter('publishing');
    await storeWatermarks(client, schema, built.observed);
    const outcome = await publishStage(context, unit.unit, built);
    await outdate(context, unit.days, outcome.epoch !== null);
    return { ...outcome, checks: withoutExamples(checked.checks) };
  } finally {
    const tables = stages.flatMap((stage) => [stage, diffTable(stage)]);
    // Asked of the records, for an error may have come after one was written.
    const kept = keeping ? await keptTables(client, schema).catch(() => null) : nothingKept;
    if (kept)
      await dropTables(
        context,
        tables.filter((table) => !kept.tables.has(table)),
      );
  }
}

/** When the connection is gone the next attempt drops them. */
async function dropTables({ client, schema }: RunContext, tables: string[]): Promise<void> {
  if (tables.length === 0) return;
  const names = tables.map((table) => inSchema(schema, table)).join(', ');
  await runStep('drop stages', () => client.query(`drop table if exists ${names}`)).catch(() => {});
}
