import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { blocking, withoutExamples } from '../checks/check-result.ts';
import { checkUnit } from '../checks/check-unit.ts';
import { definitionDiffs } from '../definition-diff/definition-diffs.ts';
import type { PlannedUnit } from '../plan/plan.ts';
import { recordUnchanged } from '../publish/publish.ts';
import {
  countDifferences,
  finishGenerations,
  generationPublishes,
  publishGenerations,
} from '../publish/publish-generation.ts';
import { keepBuild } from '../quarantine/keep-build.ts';
import { keptTables, nothingKept } from '../quarantine/kept-tables.ts';
import { outdate } from '../quarantine/outdate.ts';
import { wantsReview } from '../quarantine/review.ts';
import { CheckFailure, type RunContext } from '../run/context.ts';
import { buildUnit, createCurrent } from './build-unit.ts';
import { type NewGeneration, newGeneration } from './generation.ts';
import type { UnitOutcome } from './refresh-unit.ts';
import { storeWatermarks } from './watermark.ts';

/**
 * Builds every summary of the chain anew, each into a generation of its own, and publishes them under one epoch. What was
 * served before serves until then, and at older epochs for ever. A rebuild that finds what is served already publishes
 * nothing; one that fails its checks, or whose new definition somebody wants to look at first, is kept.
 */
export async function buildGeneration(context: RunContext, unit: PlannedUnit): Promise<UnitOutcome> {
  const { client, schema, chain } = context;
  let generations: NewGeneration[] = [];
  let keeping = false;
  try {
    await context.enter('building');
    for (const member of chain.members) generations.push(await newGeneration(context, member));
    const built = await buildUnit(context, unit, {
      table: (member, ordinal) => {
        const relation = generations[member]?.relations[ordinal];
        if (!relation) throw new Error(`Generation ${generations[member]?.id} has no relation ${ordinal}.`);
        return { relation, table: relation.current };
      },
      create: createCurrent(schema, engineDialect(client)),
    });
    await context.enter('checking');
    const checked = await checkUnit(context, built);
    const build = { unit, kind: 'full', built, checked, generations } as const;
    if (blocking(checked.checks).length > 0) {
      keeping = true;
      const quarantine = await keepBuild(context, { ...build, why: 'checks' });
      throw new CheckFailure(checked.checks, quarantine);
    }
    const checks = withoutExamples(checked.checks);
    const publishes = await generationPublishes(context, built, generations, checked.seen);
    if (await countDifferences(context, built, publishes)) {
      await storeWatermarks(client, schema, built.observed);
      const served = publishes.map((publish) => ({
        ...publish,
        generation: built.base.served.get(publish.summary)?.id ?? '',
      }));
      await recordUnchanged(context, built.base, served);
      await outdate(context, null, true);
      return { epoch: null, milliseconds: 0, opened: 0, closed: 0, checks };
    }
    await finishGenerations(context, built);
    const definition = await definitionDiffs(context, built, checked.seen);
    await context.tellDefinition(definition);
    if (wantsReview(built)) {
      keeping = true;
      const quarantine = await keepBuild(context, { ...build, why: 'review', definition });
      return { epoch: null, milliseconds: 0, opened: 0, closed: 0, checks, quarantine };
    }
    await context.enter('publishing');
    await storeWatermarks(client, schema, built.observed);
    const outcome = await publishGenerations(context, unit.unit, built, publishes);
    generations = [];
    await outdate(context, null, true);
    return { ...outcome, checks };
  } finally {
    // When the connection is gone the next attempt drops them.
    const kept = keeping ? await keptTables(client, schema).catch(() => null) : nothingKept;
    for (const generation of kept ? generations : []) {
      if (!kept?.generations.has(generation.id)) await generation.drop().catch(() => {});
    }
  }
}
