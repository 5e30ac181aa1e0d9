import { sql } from 'kysely';
import { builder, statement } from '#lib/compile/statement.ts';
import type { SourceDefinition } from '#lib/definition/source.ts';
import { message } from '#lib/i18n/message.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { columnList } from '../build/tables.ts';
import type { Chain, Member } from '../plan/chain.ts';
import type { RunContext } from '../run/context.ts';
import { type Checked, checkResult, countOf, mostExamples } from './check-result.ts';

/** Sources that only checks read. */
export function sourcesOfChecks(chain: Chain): SourceDefinition[] {
  return chain.members.flatMap(({ definition }) =>
    definition.checks.flatMap((check) => (check.kind === 'sql' ? check.sources : [])),
  );
}

/**
 * Runs a summary's own tests inside the build's snapshot. A sub-query can hold no statement that writes, and functions that
 * write meet a transaction that is read-only until the check has ended.
 */
export async function sqlChecks(
  { client, schema }: Pick<RunContext, 'client' | 'schema'>,
  { definition, plan }: Member,
  table: string,
): Promise<Checked[]> {
  // Redshift rolls back to no savepoint; what its functions write goes with the build when that fails.
  const savepoints = engineDialect(client).name === 'postgresql';
  const results: Checked[] = [];
  const columns = columnList(plan.relations[0]?.columns ?? []);
  for (const check of definition.checks) {
    if (check.kind !== 'sql') continue;
    const { text, values } = statement(sql`${check.rows(builder)}`);
    if (savepoints) {
      await client.query('savepoint own_check');
      await client.query('set transaction read only');
    }
    const { fields, rows } = await client
      .query<(string | null)[]>({
        text: `with built as (select ${columns} from ${inSchema(schema, table)})
               select failing.*, count(*) over () as _failing from ${text} as failing limit ${mostExamples}`,
        values,
        rowMode: 'array',
        types: { getTypeParser: () => (value: string) => value },
      })
      .catch((error: unknown) => {
        if (error instanceof Error) error.message = `The check '${check.name}' cannot be run: ${error.message}`;
        throw error;
      });
    if (savepoints) await client.query('rollback to savepoint own_check');
    const failing = rows[0]?.at(-1) ?? '0';
    const names = fields.slice(0, -1).map((field) => field.name);
    const examples = rows.map((row) => row.slice(0, -1));
    const first = names.map((name, index) => `${name} ${examples[0]?.[index] ?? 'null'}`).join(', ');
    results.push(
      checkResult({
        check: check.name,
        summary: definition.name,
        passed: rows.length === 0,
        severity: check.severity,
        measured: countOf(failing),
        problem: message('check.failing', { count: Number(failing), check: check.name, example: first }),
        ...(rows.length > 0 ? { examples: { columns: names, values: examples } } : {}),
      }),
    );
  }
  return results;
}
