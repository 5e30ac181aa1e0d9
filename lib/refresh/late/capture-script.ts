import type { SourceDefinition } from '#lib/definition/source.ts';
import { PersonError } from '#lib/problem.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { captureStatements, dropStatements } from './capture-sql.ts';
import { capturedTables, captureState, tablesWithTriggers } from './capture-state.ts';

/** The statements that set capture of a source up, or remove it, with who has to run them, as lines of an SQL script. */
export async function captureScript(
  db: Queryable,
  schema: string,
  source: SourceDefinition,
  drop: boolean,
): Promise<string[]> {
  const { rows } = await db.query<{ role: string }>('select current_user::text as role');
  const summa = rows[0]?.role ?? '';
  const found = await capturedTables(db, source);
  if (drop) {
    const statements = dropStatements(schema, source, await tablesWithTriggers(db, schema, source));
    const owner = found?.owner ?? 'the owner of the table';
    return [
      `-- As ${owner}, who owns ${source.table}:`,
      ...statements.owner,
      '',
      `-- Then as ${summa}, the role of WAREHOUSE_URL:`,
      ...statements.summa,
    ];
  }
  if (source.late.tier !== 'exact') {
    throw new PersonError({
      found: `The source '${source.name}' has late: '${source.late.tier}'.`,
      expected: "Expected late: { tier: 'exact', column: '…' }, with the time by which its rows belong to partitions.",
      todo: `Change its definition (${source.place}), then ask again.`,
    });
  }
  const { state, why } = await captureState(db, schema, source);
  if (!found || (state === 'broken' && !/Run what/.test(why ?? ''))) {
    throw new PersonError({
      found: why ?? `There is no table ${source.table}.`,
      expected: 'Expected a plain or partitioned table with the declared columns.',
      todo: 'Capture such a table, or choose another tier for this source.',
    });
  }
  await requireLog(db, schema);
  const statements = captureStatements(schema, source, { summa, owner: found.owner }, found.tables);
  return [
    `-- 1. As ${summa}, the role of WAREHOUSE_URL. The function may only insert into ${schema}._change, whoever writes the`,
    '--    raw table; writers need no right on it.',
    ...statements.summa,
    '',
    `-- 2. As ${found.owner}, who owns ${source.table}. It waits for transactions that write the table and holds new ones up`,
    '--    for that moment. Renaming the time column or dropping the function later would make writes fail: first run what',
    `--    npm run summa -- capture ${source.name} --drop prints.`,
    ...statements.owner,
    '',
    `-- The next refresh builds everything that reads ${source.name} once more; from then on, what changes.`,
  ];
}

/** Triggers that log to a table that is not there yet would make every write of the raw table fail. */
async function requireLog(db: Queryable, schema: string): Promise<void> {
  const { rows } = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    inSchema(schema, '_change'),
  ]);
  if (rows[0]?.there) return;
  throw new PersonError({
    found: `Summa has not made its tables in schema ${schema} yet.`,
    expected: 'Expected the table that the triggers write to, for without it every write to the source would fail.',
    todo: 'Start Summa once (npm start), then ask again.',
  });
}
