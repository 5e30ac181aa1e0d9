import type { Registry } from '#lib/definition/registry.ts';
import { connectionProblem, targetOf } from '#lib/server/connection-problem.ts';
import { openWarehouseClient } from '#lib/warehouse/connect.ts';
import { quoted } from '#lib/warehouse/name.ts';
import { sourceProblems } from '#lib/warehouse/source-problems.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

/** Looks at what Summa needs of a Redshift: that it answers, the schema, and the sources. */
export async function redshiftFindings(
  variable: string,
  url: string,
  schema: string,
  registry: Registry,
): Promise<Finding[]> {
  const { host, port, user, database } = targetOf(url);
  try {
    const client = await openWarehouseClient(url, 'summa doctor', { statementTimeout: '30s' });
    try {
      return [
        good(`${variable}: ${database} at ${host}:${port} as ${user} answers.`),
        warning(
          'Redshift is experimental: no statement of Summa has been run on one yet.',
          'Give it a schema you can lose, and compare its numbers with your own.',
        ),
        await schemaFinding(client, schema, user),
        ...(await sourceFindings(client, registry)),
      ];
    } finally {
      await client.end();
    }
  } catch (error) {
    const problem = connectionProblem(variable, url, error);
    const message = error instanceof Error ? error.message : String(error);
    return [
      problem
        ? wrong(problem.found, problem.todo, problem.sql)
        : wrong(`${variable} cannot be looked at: ${message}.`, `Correct ${variable}.`),
    ];
  }
}

type Client = Awaited<ReturnType<typeof openWarehouseClient>>;

async function schemaFinding(client: Client, schema: string, user: string): Promise<Finding> {
  const { rows } = await client.query<{ creatable: boolean | null }>(
    `select has_schema_privilege(n.nspname, 'create') as creatable from pg_namespace n where n.nspname = $1`,
    [schema],
  );
  if (rows[0]?.creatable) return good(`Schema ${schema} is there, and ${user} may create tables in it.`);
  const statement = rows[0]
    ? `grant usage, create on schema ${quoted(schema)} to ${quoted(user)};`
    : `create schema ${quoted(schema)} authorization ${quoted(user)};`;
  return warning(
    `${user} may not create tables in a schema ${schema}.`,
    'Unless it may create schemas, let an owner run:',
    [statement],
  );
}

async function sourceFindings(client: Client, registry: Registry): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const source of registry.sources) {
    const problems = await sourceProblems(client, [source]);
    for (const { place, found, expected, step, sql } of problems) {
      findings.push(
        wrong(
          `Source ${source.name} (${place.split(' › ')[0]}): ${found}. Expected ${expected}.`,
          `To do: ${step}`,
          sql,
        ),
      );
    }
    if (problems.length > 0) continue;
    findings.push(good(`Source ${source.name}: ${source.table} has what is declared.`));
    if (source.late.tier !== 'exact') continue;
    findings.push(
      warning(
        `Source ${source.name}: late rows cannot be found exactly, for Redshift has no triggers.`,
        "The look-back builds them. Choose late: { tier: 'manifest' } or { tier: 'cursor' } in its definition.",
      ),
    );
  }
  return findings;
}

/** The least that a Redshift must grant, as its admin runs it. */
export function redshiftGrants(
  { warehouseUrl, warehouseReadUrl, schema }: { warehouseUrl: string; warehouseReadUrl: string; schema: string },
  tables: readonly string[],
): string[] {
  const [{ user: owner }, { user: reader }] = [targetOf(warehouseUrl), targetOf(warehouseReadUrl)];
  const names = tables.map((table) => table.split('.').map(quoted));
  const schemas = [...new Set(names.map(([name]) => name))];
  return [
    '-- once, where there is no such user yet',
    ...[...new Set([owner, reader])].map((user) => `create user ${quoted(user)} password '…';`),
    '-- the only schema Summa writes to',
    `create schema ${quoted(schema)} authorization ${quoted(owner)};`,
    ...(names.length === 0
      ? []
      : [
          '-- the sources, to be read and nothing else',
          `grant usage on schema ${schemas.join(', ')} to ${quoted(owner)};`,
          `grant select on ${names.map((name) => name.join('.')).join(', ')} to ${quoted(owner)};`,
        ]),
    ...(reader === owner ? [] : ['-- pages and exports: Summa lets the user read its schema when it starts']),
  ];
}
