import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { createCurrent } from '../build/build-unit.ts';
import { type Diff, diffRelation, withinDays } from '../build/diff.ts';
import { finishRelation, type NewGeneration, newGeneration } from '../build/generation.ts';
import { columnList } from '../build/tables.ts';
import type { SummaryPublish } from '../publish/publish.ts';
import type { RunContext } from '../run/context.ts';
import type { Restored, RestoredMember } from './restore.ts';
import { type RestoredState, restoredState } from './restored-state.ts';

/**
 * What the publish of a roll-back does to each summary: the difference to what is served, or, where that is large or the
 * columns are others, a switch to a generation made here. Those are added to `made` as they are begun.
 */
export async function restoredPublishes(
  context: RunContext,
  { base, members }: Restored,
  undoes: number,
  made: NewGeneration[],
): Promise<SummaryPublish[]> {
  const publishes: SummaryPublish[] = [];
  const states = new Map<unknown, RestoredState>();
  for (const each of members) {
    const { member, served, like, days } = each;
    const above = member.upstream ? (states.get(member.upstream) ?? null) : null;
    const state = await restoredState(context, base, each, undoes, above);
    states.set(member, state);
    const within = withinDays(served.partition?.column, days);
    const sameColumns = like.fingerprint === served.fingerprint;
    const diffs = sameColumns ? await diffsOf(context, each, within) : [];
    const changes = diffs.reduce((sum, diff) => sum + diff.opened + diff.closed, 0);
    const switches = !sameColumns || changes > context.limits.changedRows;
    const generation = switches ? await generationOf(context, each, within, made) : served.id;
    const rows = sameColumns ? null : await countRows(context, each.tables[0]?.table ?? '');
    const opened = diffs[0]?.opened ?? Number(rows);
    const closed = diffs[0]?.closed ?? Number(served.rows ?? '0');
    publishes.push({
      summary: member.definition.name,
      generation,
      switches,
      carriesOver: switches && sameColumns ? served.id : null,
      days,
      within,
      diffs,
      opened,
      closed,
      rows: rows ?? String(BigInt(served.rows ?? '0') + BigInt(opened - closed)),
      ...state,
    });
  }
  return publishes;
}

async function diffsOf({ client, schema }: RunContext, each: RestoredMember, within: string): Promise<Diff[]> {
  const diffs: Diff[] = [];
  for (const { relation, table } of each.tables) {
    const current = each.served.relations.find(({ name }) => name === relation.name);
    if (!current) throw new Error(`${each.served.summary} serves no relation ${relation.name}.`);
    diffs.push(await diffRelation(client, schema, current, table, within));
  }
  return diffs;
}

/** A generation with the stage's rows and, where the columns are the same, the current rows around them. */
async function generationOf(
  context: RunContext,
  { served, like, tables }: RestoredMember,
  within: string,
  made: NewGeneration[],
): Promise<string> {
  const { client, schema } = context;
  const generation = await newGeneration(context, { plan: like });
  made.push(generation);
  const around = like.fingerprint === served.fingerprint ? served.relations : [];
  const create = createCurrent(schema, engineDialect(client));
  for (const relation of generation.relations) {
    const columns = columnList(relation.columns);
    const stage = tables.find((each) => each.relation.name === relation.name)?.table ?? '';
    const current = around.find((each) => each.name === relation.name)?.current;
    const others = current
      ? `select ${columns} from ${inSchema(schema, current)} where not (${within}) union all `
      : '';
    const text = `${others}select ${columns} from ${inSchema(schema, stage)}`;
    await client.query(create(relation.current, relation, { text, values: [] }).text);
    await finishRelation(context, relation, like.partition?.column);
  }
  return generation.id;
}

async function countRows({ client, schema }: RunContext, table: string): Promise<string> {
  const { rows } = await client.query<{ count: string }>(
    `select count(*)::text as count from ${inSchema(schema, table)}`,
  );
  return rows[0]?.count ?? '0';
}
