import { type EngineDialect, engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import { columnList } from '../build/tables.ts';
import type { Member } from '../plan/chain.ts';
import type { RunContext } from '../run/context.ts';
import { type Checked, mostExamples } from './check-result.ts';
import { failingRows, grainCheck, typeOf } from './check-rows.ts';

/** Adds rows that fail to the checks of a summary that are about its rows. */
export async function withExamples(
  { client, schema }: Pick<RunContext, 'client' | 'schema'>,
  member: Member,
  table: string,
  checks: readonly Checked[],
): Promise<Checked[]> {
  const all: Checked[] = [];
  for (const check of checks) {
    const dialect = engineDialect(client);
    const failing =
      check.passed || check.examples ? null : failingIn(dialect, member, inSchema(schema, table), check.check);
    if (failing === null) {
      all.push(check);
      continue;
    }
    const columns = member.plan.relations[0]?.columns ?? [];
    const { rows } = await client.query<(string | null)[]>({
      text: `select ${columns.map(({ name, sqlType }) => dialect.asText(`built.${quoted(name)}`, sqlType)).join(', ')}
               from ${inSchema(schema, table)} as built ${failing}
              order by ${columnList(columns, 'built.')} limit ${mostExamples}`,
      rowMode: 'array',
    });
    all.push({ ...check, examples: { columns: columns.map((column) => column.name), values: rows } });
  }
  return all;
}

/** What narrows the rows of a build to those a check refuses. */
function failingIn(dialect: EngineDialect, member: Member, table: string, name: string): string | null {
  const { definition, plan } = member;
  if (name === grainCheck) {
    const key = plan.relations[0]?.key ?? [];
    const same = key.map((column) => {
      const [a, b] = [`doubled.${quoted(column)}`, `built.${quoted(column)}`];
      return `(${a} = ${b} or (${a} is null and ${b} is null))`;
    });
    const doubled = `select ${key.map(quoted).join(', ')} from ${table} group by ${key.map(quoted).join(', ')} having count(*) > 1`;
    return `join (${doubled} limit ${mostExamples}) as doubled on ${same.join(' and ')}`;
  }
  const check = definition.checks.find(
    (each) =>
      (each.kind === 'not-null' && name === `not null ${each.column}`) ||
      (each.kind === 'accepted-values' && name === `accepted values of ${each.column}`),
  );
  const failing = check ? failingRows(dialect, typeOf(member, check), check) : null;
  return failing === null ? null : `where ${failing}`;
}
