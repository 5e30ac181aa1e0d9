import { sql } from 'kysely';
import { relationAt } from '#lib/compile/read.ts';
import { literalStatement, statement } from '#lib/compile/statement.ts';
import { PersonError } from '#lib/problem.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { generationsAt, type ServedGeneration } from '#lib/warehouse/generation.ts';
import { passedHorizon } from '#lib/warehouse/horizon.ts';
import { type Base, readBase } from '../build/base.ts';
import { type BuiltMember, buildMember, createStage, memberDays, upstreamRows } from '../build/build-unit.ts';
import { withinDays } from '../build/diff.ts';
import { stageName } from '../build/tables.ts';
import type { Member } from '../plan/chain.ts';
import type { Days } from '../plan/plan.ts';
import type { RunContext } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';

/** A summary as it is after the roll-back, in stage tables. */
export type RestoredMember = BuiltMember & {
  served: ServedGeneration;
  /** What served before the epoch; null for a summary that was made later. */
  was: ServedGeneration | null;
  /** The generation whose columns the stage tables have. */
  like: ServedGeneration;
};

export type Restored = { base: Base; members: RestoredMember[] };

/**
 * Writes what was visible before an epoch into stage tables, in one snapshot. Days of the head are taken as they were; what is
 * made from its rows is then made again from them, for the same month may hold other days that were published since. Where
 * everything is restored, it all is taken as it was.
 */
export async function restoreUnit(
  context: RunContext,
  { days, undoes }: { days: Days | null; undoes: number },
  nameStage: (member: number, relation: number) => string,
): Promise<Restored> {
  const { client, chain, schema } = context;
  await runStep('begin build', () => client.query('begin isolation level repeatable read'));
  try {
    const base = await readBase(client, schema, chain);
    const before = await generationsAt(client, schema, undoes - 1);
    const members: RestoredMember[] = [];
    for (const [index, member] of chain.members.entries()) {
      const { name } = member.definition;
      const served = base.served.get(name);
      if (!served) throw new Error(`${name} is not served. Expected it to be built. Refresh it first.`);
      const was = before.get(name) ?? null;
      const part = { member, days: memberDays(member, days), served, was };
      const upstream = members.find((each) => each.member === member.upstream);
      const asItWas = was && (days === null || !upstream);
      const tables = asItWas
        ? await copyAsOf(context, was, part.days, undoes - 1, (relation) => nameStage(index, relation))
        : await makeAgain(context, base, index, part, upstream, (relation) => nameStage(index, relation));
      members.push({ ...part, tables, like: asItWas ? was : served });
      // In the snapshot of the rows: a horizon that passes later takes nothing from it.
      const passed = asItWas && (await passedHorizon(client, schema, name, undoes - 1));
      if (passed) throw new PersonError({ message: passed });
    }
    await runStep('commit build', () => client.query('commit'));
    return { base, members };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** The name of a roll-back's stage table. */
export function stageNames({ run, attempt }: RunContext, ordinal: number, made: string[]) {
  return (member: number, relation: number): string => {
    const table = stageName(run, attempt, ordinal, member, relation);
    made.push(table);
    return table;
  };
}

async function copyAsOf(
  { client, schema }: RunContext,
  was: ServedGeneration,
  days: Days | null,
  epoch: number,
  nameStage: (relation: number) => string,
): Promise<BuiltMember['tables']> {
  const dialect = engineDialect(client);
  const tables: BuiltMember['tables'] = [];
  for (const [ordinal, relation] of was.relations.entries()) {
    const columns = sql.join(relation.columns.map((column) => sql.id(column.name)));
    const within = sql.raw(withinDays(was.partition?.column, days));
    const rows = sql`select ${columns} from ${relationAt(schema, relation, epoch)} where ${within}`;
    const query = dialect.takesParameters ? statement(rows) : literalStatement(rows);
    const table = nameStage(ordinal);
    const { text, values } = createStage(schema, dialect)(table, relation, query);
    await runStep('build stage', () => client.query(text, values));
    tables.push({ relation, table });
  }
  return tables;
}

async function makeAgain(
  context: RunContext,
  base: Base,
  index: number,
  { member, days, served }: { member: Member; days: Days | null; served: ServedGeneration },
  upstream: RestoredMember | undefined,
  nameStage: (relation: number) => string,
): Promise<BuiltMember['tables']> {
  const fits = [{ member, like: served }, ...(upstream ? [upstream] : [])].every(
    (each) => each.like.fingerprint === each.member.plan.fingerprint,
  );
  if (!upstream || !fits) {
    throw new Error(
      `${member.definition.name} is made from rows that are to be restored, and its definition is not the one that is ` +
        'served. Expected the served one. Refresh it first, or roll back the epoch at which the definition changed.',
    );
  }
  const dialect = engineDialect(context.client);
  const input = { rows: upstreamRows(context, base, upstream, days), range: days, dialect };
  return buildMember(context, index, member, input, {
    table: (_, ordinal) => {
      const planned = member.plan.relations[ordinal];
      if (!planned) throw new Error(`${member.definition.name} has no relation ${ordinal}.`);
      return { relation: { ...planned, current: '', closed: '' }, table: nameStage(ordinal) };
    },
    create: createStage(context.schema, dialect),
  });
}
