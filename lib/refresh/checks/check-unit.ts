import { inSchema } from '#lib/warehouse/name.ts';
import type { BuiltMember, BuiltUnit } from '../build/build-unit.ts';
import { withinDays } from '../build/diff.ts';
import type { RunContext } from '../run/context.ts';
import type { Checked } from './check-result.ts';
import { type CheckedRows, checkRows } from './check-rows.ts';
import { checkBuiltTimes } from './check-times.ts';
import { checkTypes } from './check-types.ts';
import { checkUsual } from './check-usual.ts';

/** A unit that was looked at: every result, those of its building snapshot included, and what was seen of each summary. */
export type CheckedUnit = { checks: Checked[]; seen: Map<string, CheckedRows> };

/** Checks what a unit built of every summary of the chain. */
export async function checkUnit(context: RunContext, built: BuiltUnit): Promise<CheckedUnit> {
  const { client, schema, allowEmpty, chain } = context;
  const checks = [...built.checks];
  const seen = new Map<string, CheckedRows>();
  for (const each of built.members) {
    const { member, days } = each;
    const table = each.tables[0]?.table ?? '';
    const before = await rowsServed(context, built, each);
    const rows = await checkRows(client, schema, member, table, { before, allowEmpty });
    seen.set(member.definition.name, rows);
    checks.push(...rows.results);
    if (member === chain.head && !days) checks.push(...(await checkBuiltTimes(client, member, rows.timeless)));
    const served = built.base.served.get(member.definition.name);
    if (!days) checks.push(...(await checkTypes(client, schema, member, served)));
    checks.push(...(await checkUsual(client, schema, { member, table, days, served })));
  }
  return { checks, seen };
}

/** How many rows are served for the days of a unit. */
async function rowsServed({ client, schema }: RunContext, built: BuiltUnit, each: BuiltMember): Promise<string> {
  const served = built.base.served.get(each.member.definition.name);
  const rows = served?.relations.find((relation) => relation.name === 'rows');
  if (!served || !rows || !each.days) return served?.rows ?? '0';
  const within = withinDays(each.member.plan.partition?.column, each.days);
  const counted = await client.query<{ count: string }>(
    `select count(*)::text as count from ${inSchema(schema, rows.current)} where ${within}`,
  );
  return counted.rows[0]?.count ?? '0';
}
