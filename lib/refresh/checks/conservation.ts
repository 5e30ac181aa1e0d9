import { type BuildInput, sourceTotals } from '#lib/compile/build.ts';
import type { PhysicalPlan } from '#lib/compile/physical.ts';
import { statement } from '#lib/compile/statement.ts';
import type { StoredColumn } from '#lib/compile/stored.ts';
import { message } from '#lib/i18n/message.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Member } from '../plan/chain.ts';
import { runStep } from '../run/run-step.ts';
import { type Checked, checkResult } from './check-result.ts';

/**
 * Compares the totals of a build with those of the rows it was built from, in one scan of each; runs inside the build's
 * snapshot.
 */
export async function conservation(
  { client, schema }: { client: Queryable; schema: string },
  { definition, plan }: Member,
  input: BuildInput,
  table: string,
): Promise<Checked[]> {
  const checks = definition.checks.flatMap((check) =>
    check.kind === 'conserves'
      ? storedColumns(plan, check.measure).map((column) => ({ column, measure: column.name, severity: check.severity }))
      : [],
  );
  if (checks.length === 0) return [];
  const columns = [...new Set(checks.map(({ column }) => column))];
  const measures = columns.map(({ name }) => name);
  const source = statement(sourceTotals(definition, plan, columns, input));
  const totals = measures.map((name, index) => `coalesce(sum(${quoted(name)}), 0) as b${index}`);
  const compared = measures.map(
    (_, index) =>
      `s${index}::text as source${index}, b${index}::text as built${index}, s${index} = b${index} as equal${index}`,
  );
  const { rows } = await runStep('check totals', () =>
    client.query<Record<string, string | boolean>>(
      `select ${compared.join(', ')}
         from (${source.text}) s cross join (select ${totals.join(', ')} from ${inSchema(schema, table)}) b`,
      source.values,
    ),
  );
  return checks.map(({ measure, severity }) => {
    const index = measures.indexOf(measure);
    const built = { decimal: String(rows[0]?.[`built${index}`]) };
    const expected = { decimal: String(rows[0]?.[`source${index}`]) };
    return checkResult({
      check: `conserves ${measure}`,
      name: message('check.conserves', { measure }),
      summary: definition.name,
      passed: rows[0]?.[`equal${index}`] === true,
      severity,
      measured: message('check.ofAll', { count: built, all: expected }),
      problem: message('check.notConserved', { measure, built, expected }),
    });
  });
}

/** The stored columns of a measure: an average has two. */
function storedColumns(plan: PhysicalPlan, measure: string): StoredColumn[] {
  const columns = plan.relations[0]?.columns ?? [];
  return columns.filter((column) => column.name === measure || column.partOf === measure);
}
