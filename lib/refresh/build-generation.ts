import { inSchema } from '#lib/warehouse/name.ts';
import { type BuiltUnit, buildUnit, createCurrent } from './build-unit.ts';
import { checkRows } from './checks.ts';
import { type Completeness, completenessOf, sameMoment } from './complete.ts';
import { CheckFailure, type RunContext } from './context.ts';
import { diffRelation } from './diff.ts';
import { finishRelation, type NewGeneration, newGeneration } from './generation.ts';
import type { PlannedUnit } from './plan.ts';
import { publishUnit, recordUnchanged, type SummaryPublish } from './publish.ts';
import type { UnitOutcome } from './refresh-unit.ts';
import { storeWatermarks } from './watermark.ts';

/**
 * Builds every summary of the chain anew, each into a generation of its own, and publishes them under one epoch. What was
 * served before serves until then, and at older epochs for ever. A rebuild that finds what is served already publishes nothing.
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
        carriesOver: null,
        days: null,
        within: 'true',
        diffs: [],
        // Against nothing, or another definition's rows, everything is new.
        opened: Number(rows),
        closed: Number(before),
        rows,
        ...complete,
      });
    }
    if (checks.some((check) => !check.passed)) throw new CheckFailure(checks);
    if (await countDifferences(context, built, generations, publishes)) {
      await storeWatermarks(client, schema, built.observed);
      const served = publishes.map((publish) => ({
        ...publish,
        generation: built.base.served.get(publish.summary)?.id ?? '',
      }));
      await recordUnchanged(context, built.base, served);
      return { epoch: null, milliseconds: 0, opened: 0, closed: 0, checks };
    }
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

/**
 * Where the definitions are the ones that are served, writes into `publishes` how many rows differ. True when none does and
 * every summary is complete through what it was: then there is nothing to publish.
 */
async function countDifferences(
  { client, schema }: RunContext,
  built: BuiltUnit,
  generations: NewGeneration[],
  publishes: SummaryPublish[],
): Promise<boolean> {
  let same = true;
  for (const [index, { member }] of built.members.entries()) {
    const served = built.base.served.get(member.definition.name);
    const publish = publishes[index];
    const generation = generations[index];
    if (!publish || !generation || served?.fingerprint !== member.plan.fingerprint) {
      same = false;
      continue;
    }
    for (const [ordinal, relation] of generation.relations.entries()) {
      const before = served.relations.find((each) => each.name === relation.name);
      if (!before) throw new Error(`${served.summary} serves no relation ${relation.name}.`);
      const diff = await diffRelation(client, schema, before, relation.current, 'true');
      await client.query(`drop table ${inSchema(schema, diff.table)}`);
      if (ordinal === 0) Object.assign(publish, { opened: diff.opened, closed: diff.closed });
      if (diff.opened > 0 || diff.closed > 0) same = false;
    }
    if (!sameMoment(served.completeThrough, publish.completeThrough)) same = false;
  }
  return same;
}

async function countRows({ client, schema }: RunContext, table: string): Promise<string> {
  const { rows } = await client.query<{ count: string }>(
    `select count(*)::text as count from ${inSchema(schema, table)}`,
  );
  return rows[0]?.count ?? '0';
}
