import type { Registry } from '#lib/definition/registry.ts';
import type { SourceDefinition } from '#lib/definition/source.ts';
import { captureState } from '#lib/refresh/late/capture-state.ts';
import { quoted } from '#lib/warehouse/name.ts';
import { sourceProblems } from '#lib/warehouse/source-problems.ts';
import type { Reached } from './connection.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

/** Whether every source is there, as declared, and readable by the role that builds. */
export async function sourceFindings(
  { client, role }: Reached,
  registry: Registry,
  schema: string,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const source of registry.sources) {
    const problems = await sourceProblems(client, [source]);
    for (const { place, found, expected, step, sql } of problems) {
      const what = `${step.charAt(0).toUpperCase()}${step.slice(1)}`;
      const file = place.split(' › ')[0];
      findings.push(
        wrong(
          `Source ${source.name} (${file}): ${found}. Expected ${expected}.`,
          sql.length > 0 ? what : `${what}.`,
          sql,
        ),
      );
    }
    if (problems.length > 0) continue;
    if (await hidesRows(client, source.table)) {
      findings.push(
        warning(
          `Source ${source.name}: row security of ${source.table} hides rows from ${role}.`,
          'Summaries hold only the rows it sees. To let it see all:',
          [`alter role ${quoted(role)} bypassrls;`],
        ),
      );
    } else findings.push(good(`Source ${source.name}: ${source.table} has what is declared, and ${role} may read it.`));
    if (source.late.tier === 'exact') findings.push(await captureFinding(client, schema, source));
  }
  if (registry.sources.length === 0) findings.push(good('Sources: none is defined yet; queries/README.md shows how.'));
  return findings;
}

/** Whether the triggers of an exact source log every change of it. */
async function captureFinding(db: Reached['client'], schema: string, source: SourceDefinition): Promise<Finding> {
  const { state, why } = await captureState(db, schema, source);
  if (state === 'exact') return good(`Source ${source.name}: every change of ${source.table} is logged.`);
  return warning(`Source ${source.name}: late rows are not noticed. ${why ?? ''}`, '');
}

async function hidesRows(db: Reached['client'], table: string): Promise<boolean> {
  const { rows } = await db.query<{ active: boolean }>('select row_security_active($1::regclass) as active', [
    table.split('.').map(quoted).join('.'),
  ]);
  return rows[0]?.active ?? false;
}
