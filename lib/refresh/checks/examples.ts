import { inSchema, quoted } from '#lib/warehouse/name.ts';
import { columnList } from '../build/tables.ts';
import type { Member } from '../plan/chain.ts';
import type { RunContext } from '../run/context.ts';
import { type Checked, mostExamples } from './check-result.ts';
import { failingRows, grainCheck } from './check-rows.ts';

/** Adds rows that fail to the checks of a summary that are about its rows. */
export async function withExamples(
  { client, schema }: Pick<RunContext, 'client' | 'schema'>,
  member: Member,
  table: string,
  checks: readonly Checked[],
): Promise<Checked[]> {
  const all: Checked[] = [];
  for (const check of checks) {
    const where = check.passed || check.examples ? null : conditionOf(member, inSchema(schema, table), check.check);
    if (where === null) {
      all.push(check);
      continue;
    }
    const columns = member.plan.relations[0]?.columns ?? [];
    const { rows } = await client.query<(string | null)[]>({
      text: `select ${columns.map((column) => `${quoted(column.name)}::text`).join(', ')}
               from ${inSchema(schema, table)} as built where ${where}
              order by ${columnList(columns)} limit ${mostExamples}`,
      rowMode: 'array',
    });
    all.push({ ...check, examples: { columns: columns.map((column) => column.name), values: rows } });
  }
  return all;
}

function conditionOf({ definition, plan }: Member, table: string, name: string): string | null {
  if (name === grainCheck) {
    const key = plan.relations[0]?.key ?? [];
    const same = key.map((column) => `(doubled.${quoted(column)} is not distinct from built.${quoted(column)})`);
    const doubled = `select ${key.map(quoted).join(', ')} from ${table} group by ${key.map(quoted).join(', ')} having count(*) > 1`;
    return `exists (select from (${doubled} limit ${mostExamples}) as doubled where ${same.join(' and ')})`;
  }
  const check = definition.checks.find(
    (each) =>
      (each.kind === 'not-null' && name === `not null ${each.column}`) ||
      (each.kind === 'accepted-values' && name === `accepted values of ${each.column}`),
  );
  return check ? failingRows(check) : null;
}
