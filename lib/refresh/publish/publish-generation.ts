import { inSchema } from '#lib/warehouse/name.ts';
import type { BuiltMember, BuiltUnit } from '../build/build-unit.ts';
import { type Completeness, completenessOf, sameMoment } from '../build/complete.ts';
import { diffRelation } from '../build/diff.ts';
import { finishRelation, type NewGeneration } from '../build/generation.ts';
import type { CheckedRows } from '../checks/check-rows.ts';
import type { RunContext } from '../run/context.ts';
import { publishUnit, type SummaryPublish } from './publish.ts';
import type { Outcome } from './publish-stage.ts';

/** What each summary of a chain that was built anew publishes. */
export async function generationPublishes(
  { client, schema }: RunContext,
  built: BuiltUnit,
  generations: readonly Pick<NewGeneration, 'id' | 'summary'>[],
  seen: ReadonlyMap<string, Pick<CheckedRows, 'rows' | 'span'>>,
): Promise<SummaryPublish[]> {
  const publishes: SummaryPublish[] = [];
  const completeness = new Map<BuiltMember['member'], Completeness>();
  for (const [index, each] of built.members.entries()) {
    const { definition, upstream } = each.member;
    const { rows, span } = seen.get(definition.name) ?? { rows: '0', span: null };
    const above = upstream ? (completeness.get(upstream) ?? null) : null;
    const complete = await completenessOf(client, schema, built, each, above, true, span);
    completeness.set(each.member, complete);
    publishes.push({
      summary: definition.name,
      generation: generations[index]?.id ?? '',
      switches: true,
      carriesOver: null,
      days: null,
      within: 'true',
      diffs: [],
      // Against nothing, or another definition's rows, everything is new.
      opened: Number(rows),
      closed: Number(built.base.served.get(definition.name)?.rows ?? '0'),
      rows,
      ...complete,
    });
  }
  return publishes;
}

/**
 * Where the definitions are the ones that are served, writes into `publishes` how many rows differ. True when none does and
 * every summary is complete through what it was: then there is nothing to publish.
 */
export async function countDifferences(
  { client, schema }: RunContext,
  built: BuiltUnit,
  publishes: SummaryPublish[],
): Promise<boolean> {
  let same = true;
  for (const [index, { member, tables }] of built.members.entries()) {
    const served = built.base.served.get(member.definition.name);
    const publish = publishes[index];
    if (!publish || served?.fingerprint !== member.plan.fingerprint) {
      same = false;
      continue;
    }
    for (const [ordinal, { relation }] of tables.entries()) {
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

/** Makes new generations ready to serve. */
export async function finishGenerations(context: RunContext, built: BuiltUnit): Promise<void> {
  for (const { member, tables } of built.members) {
    for (const { relation } of tables) await finishRelation(context, relation, member.plan.partition?.column);
  }
}

/** Lets new generations of a whole chain serve, under one epoch. */
export async function publishGenerations(
  context: RunContext,
  unit: string,
  built: BuiltUnit,
  publishes: SummaryPublish[],
  reason: string | null = null,
): Promise<Outcome> {
  const published = await publishUnit(context, { unit, kind: 'full', base: built.base, summaries: publishes, reason });
  return {
    ...published,
    opened: publishes.reduce((sum, each) => sum + each.opened, 0),
    closed: publishes.reduce((sum, each) => sum + each.closed, 0),
  };
}
