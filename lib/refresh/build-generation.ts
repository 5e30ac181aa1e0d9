import { inSchema } from '#lib/warehouse/name.ts';
import { buildUnit, createCurrent } from './build-unit.ts';
import { checkRows } from './checks.ts';
import { type Completeness, completenessOf } from './complete.ts';
import { CheckFailure, type RunContext } from './context.ts';
import { finishRelation, type NewGeneration, newGeneration } from './generation.ts';
import type { PlannedUnit } from './plan.ts';
import { publishUnit, type SummaryPublish } from './publish.ts';
import type { UnitOutcome } from './refresh-unit.ts';
import { storeWatermarks } from './watermark.ts';

/**
 * Builds every summary of the chain anew, each into a generation of its own, and publishes them under one epoch. What was
 * served before serves until then, and at older epochs for ever.
 */
export async function buildGeneration(context: RunContext, unit: PlannedUnit): Promise<UnitOutcome> {
  const { client, schema, chain } = context;
  let generations: NewGeneration[] = [];
  try {
    await context.enter('building');
    for (const member of chain.members) generations.push(await newGeneration(context, member));
    const built = await buildUnit(context, unit, {
      table: (member, ordinal) => {
        const relation = generations[member]?.relations[ordinal];
        if (!relation) throw new Error(`Generation ${generations[member]?.id} has no relation ${ordinal}.`);
        return { relation, table: relation.current };
      },
      create: createCurrent(schema),
    });
    await context.enter('checking');
    const checks = [...built.checks];
    const publishes: SummaryPublish[] = [];
    const completeness = new Map<unknown, Completeness>();
    for (const [index, each] of built.members.entries()) {
      const generation = generations[index];
      const served = built.base.served.get(each.member.definition.name);
      const table = each.tables[0]?.table ?? '';
      const before = served?.rows ?? '0';
      checks.push(...(await checkRows(client, schema, each.member, table, before, context.allowEmpty)));
      const above = each.member.upstream ? (completeness.get(each.member.upstream) ?? null) : null;
      const complete = await completenessOf(client, schema, built, each, above, true);
      completeness.set(each.member, complete);
      const rows = await countRows(context, table);
      publishes.push({
        summary: each.member.definition.name,
        generation: generation?.id ?? '',
        switches: true,
        days: null,
        within: 'true',
        diffs: [],
        opened: Number(rows),
        closed: Number(before),
        rows,
        ...complete,
      });
    }
    if (checks.some((check) => !check.passed)) throw new CheckFailure(checks);
    for (const [index, generation] of generations.entries()) {
      const column = chain.members[index]?.plan.partition?.column;
      for (const relation of generation.relations) await finishRelation(context, relation, column);
    }
    await context.enter('publishing');
    await storeWatermarks(client, schema, built.observed);
    const published = await publishUnit(context, {
      unit: unit.unit,
      kind: 'full',
      base: built.base,
      summaries: publishes,
    });
    generations = [];
    return {
      ...published,
      opened: publishes.reduce((sum, each) => sum + each.opened, 0),
      closed: publishes.reduce((sum, each) => sum + each.closed, 0),
      checks,
    };
  } finally {
    // When the connection is gone the next attempt drops them.
    for (const generation of generations) await generation.drop().catch(() => {});
  }
}

async function countRows({ client, schema }: RunContext, table: string): Promise<string> {
  const { rows } = await client.query<{ count: string }>(
    `select count(*)::text as count from ${inSchema(schema, table)}`,
  );
  return rows[0]?.count ?? '0';
}
