import { readBase } from '../build/base.ts';
import type { BuiltMember, BuiltUnit } from '../build/build-unit.ts';
import { type Completeness, completenessOf, sameMoment } from '../build/complete.ts';
import { type Diff, diffRelation, withinDays } from '../build/diff.ts';
import { copyWithUnit, type NewGeneration } from '../build/generation.ts';
import { MovedElsewhere, type RunContext } from '../run/context.ts';
import { publishUnit, recordUnchanged, type SummaryPublish } from './publish.ts';

/** What became of a publish. `epoch` is null when nothing had changed. */
export type Outcome = {
  epoch: number | null;
  /** How long the publish held the counter. */
  milliseconds: number;
  opened: number;
  closed: number;
};

/** Publishes how staged partitions differ from what is served. */
export async function publishStage(
  context: RunContext,
  unit: string,
  built: BuiltUnit,
  reason: string | null = null,
): Promise<Outcome> {
  const diffs = await diffsOf(context, built);
  let copies: NewGeneration[] = [];
  try {
    for (let fitted = built; ; fitted = await onNewestBase(context, fitted)) {
      const publishes = await publishesOf(context, fitted, diffs);
      if (!publishes.some((publish) => isChange(fitted, publish))) {
        await recordUnchanged(context, fitted.base, publishes);
        return { epoch: null, milliseconds: 0, opened: 0, closed: 0 };
      }
      copies = await copiesOf(context, fitted, publishes);
      try {
        const published = await publishUnit(context, {
          unit,
          kind: 'incremental',
          base: fitted.base,
          summaries: publishes,
          reason,
        });
        copies = [];
        return { ...published, opened: total(publishes, 'opened'), closed: total(publishes, 'closed') };
      } catch (error) {
        if (!(error instanceof MovedElsewhere)) throw error;
        for (const copy of copies) await copy.drop();
        copies = [];
      }
    }
  } finally {
    // When the connection is gone the next attempt drops them.
    for (const copy of copies) await copy.drop().catch(() => {});
  }
}

/** The same build on what other runs have published since, of other days. What it saw of its sources stays as it was. */
export async function onNewestBase({ client, schema, chain }: RunContext, built: BuiltUnit): Promise<BuiltUnit> {
  const newest = await readBase(client, schema, chain);
  return { ...built, base: { ...newest, at: built.base.at, snapshot: built.base.snapshot } };
}

async function diffsOf({ client, schema }: RunContext, built: BuiltUnit): Promise<Map<BuiltMember, Diff[]>> {
  const all = new Map<BuiltMember, Diff[]>();
  for (const each of built.members) {
    const within = withinDays(each.member.plan.partition?.column, each.days);
    const diffs: Diff[] = [];
    for (const { relation, table } of each.tables) {
      diffs.push(await diffRelation(client, schema, servedRelation(built, each, relation.name), table, within));
    }
    all.set(each, diffs);
  }
  return all;
}

async function publishesOf(
  { client, schema }: RunContext,
  built: BuiltUnit,
  diffsByMember: Map<BuiltMember, Diff[]>,
): Promise<SummaryPublish[]> {
  const publishes: SummaryPublish[] = [];
  const completeness = new Map<BuiltMember['member'], Completeness>();
  for (const each of built.members) {
    const { definition, plan, upstream } = each.member;
    const served = built.base.served.get(definition.name);
    if (!served) throw new Error(`${definition.name} has no served generation.`);
    const within = withinDays(plan.partition?.column, each.days);
    const diffs = diffsByMember.get(each) ?? [];
    const above = upstream ? (completeness.get(upstream) ?? null) : null;
    const complete = await completenessOf(client, schema, built, each, above, false);
    completeness.set(each.member, complete);
    const opened = diffs[0]?.opened ?? 0;
    const closed = diffs[0]?.closed ?? 0;
    publishes.push({
      summary: definition.name,
      generation: served.id,
      switches: false,
      carriesOver: null,
      days: each.days,
      within,
      diffs,
      opened,
      closed,
      rows: String(BigInt(served.rows ?? '0') + BigInt(opened - closed)),
      ...complete,
    });
  }
  return publishes;
}

/** Replaces the publish of a summary with too many changes by a switch to a copy that was made beforehand. */
async function copiesOf(context: RunContext, built: BuiltUnit, publishes: SummaryPublish[]): Promise<NewGeneration[]> {
  const copies: NewGeneration[] = [];
  for (const [index, publish] of publishes.entries()) {
    const each = built.members[index];
    const served = built.base.served.get(publish.summary);
    if (!each || !served) continue;
    const changes = publish.diffs.reduce((sum, diff) => sum + diff.opened + diff.closed, 0);
    if (changes <= context.limits.changedRows) continue;
    const copy = await copyWithUnit(context, each, served, publish.within);
    copies.push(copy);
    publishes[index] = { ...publish, generation: copy.id, switches: true, carriesOver: served.id };
  }
  return copies;
}

function isChange(built: BuiltUnit, publish: SummaryPublish): boolean {
  const before = built.base.served.get(publish.summary)?.completeThrough ?? null;
  return (
    publish.diffs.some((diff) => diff.opened > 0 || diff.closed > 0) || !sameMoment(before, publish.completeThrough)
  );
}

function servedRelation(built: BuiltUnit, each: BuiltMember, name: string) {
  const relation = built.base.served
    .get(each.member.definition.name)
    ?.relations.find((candidate) => candidate.name === name);
  if (!relation) throw new Error(`${each.member.definition.name} serves no relation ${name}.`);
  return relation;
}

const total = (publishes: SummaryPublish[], what: 'opened' | 'closed') =>
  publishes.reduce((sum, publish) => sum + publish[what], 0);
