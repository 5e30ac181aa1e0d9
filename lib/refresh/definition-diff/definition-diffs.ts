import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import type { BuiltMember, BuiltUnit } from '../build/build-unit.ts';
import type { CheckedRows } from '../checks/check-rows.ts';
import type { DefinitionDiff } from '../quarantine/quarantine-types.ts';
import type { RunContext } from '../run/context.ts';
import { columnDiff, type Shape, shared } from './column-diff.ts';
import { sampleOf, sideOf, tablesOf, totalsOf } from './row-diff.ts';

/** Comparing all rows of two generations may take so many milliseconds; after that only the columns are told. */
const mostTime = 60_000;

/** How new generations differ from the ones that serve, for each summary whose definition has changed. */
export async function definitionDiffs(
  context: RunContext,
  built: BuiltUnit,
  seen: ReadonlyMap<string, CheckedRows>,
): Promise<DefinitionDiff[]> {
  const diffs: DefinitionDiff[] = [];
  for (const each of built.members) {
    const { definition, plan } = each.member;
    const served = built.base.served.get(definition.name);
    if (!served || served.fingerprint === plan.fingerprint) continue;
    diffs.push(await definitionDiff(context, each, served, seen.get(definition.name)?.rows ?? null));
  }
  return diffs;
}

async function definitionDiff(
  context: RunContext,
  { member, tables }: BuiltMember,
  served: ServedGeneration,
  rows: string | null,
): Promise<DefinitionDiff> {
  const old = served.relations.find((relation) => relation.name === 'rows');
  const now = tables[0]?.relation;
  const before: Shape = { columns: old?.columns ?? [], key: old?.key ?? [], zone: served.zone };
  const after: Shape = { columns: now?.columns ?? [], key: now?.key ?? [], zone: member.plan.zone };
  const { key, measures } = shared(before, after);
  const compared = await inTime(context, async () => {
    const sides = { served: sideOf(context.schema, tablesOf(served)), built: sideOf(context.schema, tables) };
    return {
      measures: await totalsOf(context.client, { ...sides, measures }),
      ...(await sampleOf(context.client, { ...sides, key, measures })),
    };
  });
  return {
    summary: member.definition.name,
    ...columnDiff(before, after),
    rows: { before: served.rows, after: rows },
    ...(compared ?? { measures: [], columns: [], sample: [] }),
    compared: compared !== null,
  };
}

/** Null when it would take too long. */
async function inTime<T>({ client }: RunContext, work: () => Promise<T>): Promise<T | null> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(`set local statement_timeout = ${mostTime}`);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    if ((error as { code?: unknown }).code === '57014') return null;
    throw error;
  }
}
