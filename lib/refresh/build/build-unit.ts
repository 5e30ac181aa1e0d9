import { type RawBuilder, sql } from 'kysely';
import { type BuildInput, buildRelation, sourceRows } from '#lib/compile/build.ts';
import { literalStatement, type Statement, statement } from '#lib/compile/statement.ts';
import type { StoredRelation } from '#lib/compile/stored.ts';
import { sourcesOf } from '#lib/definition/registry.ts';
import { type EngineDialect, engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { Checked } from '../checks/check-result.ts';
import { checkTimes } from '../checks/check-times.ts';
import { conservation } from '../checks/conservation.ts';
import { sourcesOfChecks, sqlChecks } from '../checks/sql-checks.ts';
import type { Member } from '../plan/chain.ts';
import { alignedTo, type Days, type PlannedUnit } from '../plan/plan.ts';
import type { RunContext } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';
import type { Base } from './base.ts';
import { beginBuild } from './begin-build.ts';
import { declaredColumns } from './tables.ts';
import { type Observed, readWatermarks, type SourceWatermark } from './watermark.ts';

/** A summary's part of a unit: its days (null: all of it) and the tables that hold what was built. */
export type BuiltMember = {
  member: Member;
  days: Days | null;
  /** Relation by relation, the table it was built into. */
  tables: { relation: StoredRelation; table: string }[];
};

export type BuiltUnit = {
  base: Base;
  members: BuiltMember[];
  watermark: SourceWatermark;
  observed: Observed[];
  checks: Checked[];
};

/** Names the table each relation is built into, and how such a table is made from a query. */
export type Target = {
  table: (member: number, relation: number) => { relation: StoredRelation; table: string };
  create: (table: string, relation: StoredRelation, query: Statement) => Statement;
};

/**
 * Builds a unit of every summary of the chain in ONE repeatable-read transaction, so that all of them, and the totals they
 * are checked against, come from the same snapshot of the sources.
 */
export async function buildUnit(context: RunContext, unit: PlannedUnit, target: Target): Promise<BuiltUnit> {
  const { client, chain, schema } = context;
  const sources = sourcesOf(chain.head.definition);
  const base = await beginBuild(context, [...sources, ...sourcesOfChecks(chain)]);
  try {
    const dialect = engineDialect(client);
    const rows = sourceRows(chain.head.definition);
    const members: BuiltMember[] = [];
    const checks = await checkTimes(context, rows, unit.days);
    for (const [index, member] of chain.members.entries()) {
      const days = memberDays(member, unit.days);
      const built = members.find((each) => each.member === member.upstream);
      const input: BuildInput = { rows: built ? upstreamRows(context, base, built, days) : rows, range: days, dialect };
      const tables = await buildMember(context, index, member, input, target);
      members.push({ member, days, tables });
      checks.push(...(await conservation(context, member, input, tables[0]?.table ?? '')));
      checks.push(...(await sqlChecks(context, member, tables[0]?.table ?? '')));
    }
    const { watermark, observed } = await readWatermarks(client, schema, sources, chain.head.plan.zone);
    await runStep('commit build', () => client.query('commit'));
    return { base, members, watermark, observed, checks };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Builds the relations of one member of a chain. */
export async function buildMember(
  { client, schema, progress }: RunContext,
  index: number,
  member: Member,
  input: BuildInput,
  target: Target,
): Promise<BuiltMember['tables']> {
  const tables = member.plan.relations.map((_, ordinal) => target.table(index, ordinal));
  const { takesParameters } = engineDialect(client);
  const companions = new Map<string, RawBuilder<unknown>>();
  // Companions first: the summary's own rows count theirs.
  for (const ordinal of [...member.plan.relations.keys()].reverse()) {
    const relation = member.plan.relations[ordinal];
    const built = tables[ordinal];
    if (!relation || !built) continue;
    const relationQuery = buildRelation(member.definition, member.plan, relation, { ...input, companions });
    const query = takesParameters ? statement(relationQuery) : literalStatement(relationQuery);
    const create = target.create(built.table, built.relation, query);
    const { rowCount } = await runStep('build stage', () => client.query(create.text, create.values));
    if (ordinal === 0) await progress({ rows: rowCount ?? 0 });
    if (ordinal > 0) companions.set(relation.name, sql`${sql.id(schema, built.table)}`);
  }
  return tables;
}

/** The days of a summary that a unit rebuilds: whole partitions, or everything when its partitions do not follow the upstream's. */
export function memberDays(member: Member, days: Days | null): Days | null {
  const { partition } = member.plan;
  if (!days || !partition) return null;
  if (!member.upstream) return days;
  const follows = followsUpstream(member) && memberDays(member.upstream, days) !== null;
  return follows ? alignedTo(partition.by, days) : null;
}

function followsUpstream(member: Member): boolean {
  const { partition } = member.plan;
  const from = partition && (member.definition.grain[partition.column]?.from ?? partition.column);
  return from !== null && from === member.upstream?.plan.partition?.column;
}

/** An upstream's rows as a downstream build reads them: the current ones outside the unit, and what was just built. */
export function upstreamRows(
  { schema }: RunContext,
  base: Base,
  upstream: BuiltMember,
  days: Days | null,
): RawBuilder<unknown> {
  const built = upstream.tables[0];
  if (!built) throw new Error(`${upstream.member.definition.name} has no rows.`);
  const columns = sql.join(built.relation.columns.map((column) => sql.ref(column.name)));
  const fresh = sql`select ${columns} from ${sql.id(schema, built.table)}`;
  const served = base.served.get(upstream.member.definition.name);
  const partition = upstream.member.plan.partition;
  const current = served?.relations.find((relation) => relation.name === 'rows')?.current;
  if (!upstream.days || !current || !partition) return sql`(${fresh})`;
  const time = sql.ref(partition.column);
  const day = (text: string) => sql`cast(${sql.lit(text)} as date)`;
  const before = sql`${time} < ${day(upstream.days.from)}`;
  const after = sql`${time} >= ${day(upstream.days.to)}`;
  const around = days
    ? sql`(${time} >= ${day(days.from)} and ${before}) or (${after} and ${time} < ${day(days.to)})`
    : sql`${before} or ${after}`;
  return sql`(select ${columns} from ${sql.id(schema, current)} where ${around} union all ${fresh})`;
}

/** A stage table: exactly the declared columns, gone after the unit. */
export function createStage(schema: string, dialect: EngineDialect) {
  return (table: string, relation: StoredRelation, query: Statement): Statement => ({
    text: `create ${dialect.stageTable} "${schema}"."${table}" as select ${declaredColumns(relation.columns, dialect)} from (${query.text}) as q`,
    values: query.values,
  });
}

/** A relation of a generation: the declared columns, a row number to close rows by, and the epoch it is visible from. */
export function createCurrent(schema: string, dialect: EngineDialect) {
  return (table: string, relation: StoredRelation, query: Statement): Statement => ({
    text: `create table "${schema}"."${table}" as
      select ${declaredColumns(relation.columns, dialect)}, row_number() over () as _id, cast(0 as bigint) as _from
        from (${query.text}) as q`,
    values: query.values,
  });
}
