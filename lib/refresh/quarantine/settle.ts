import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { diffTable, dropUnpublished } from '../build/tables.ts';
import { withoutExamples } from '../checks/check-result.ts';
import type { QuarantineRow } from './kept-build.ts';
import type { QuarantineState } from './quarantine-types.ts';

export type Decision = {
  state: Exclude<QuarantineState, 'open'>;
  who: string | null;
  reason: string | null;
};

/**
 * Closes a record and drops its tables, inside the caller's transaction, so that there are never tables without a record
 * or the other way round. A generation that was published stays. False when somebody else has closed it.
 */
export async function settle(
  db: Queryable,
  schema: string,
  { id, build, checks }: Pick<QuarantineRow, 'id' | 'build' | 'checks'>,
  { state, who, reason }: Decision,
): Promise<boolean> {
  // Rows that failed go with the tables they were in.
  const { rowCount } = await db.query(
    `update ${inSchema(schema, '_quarantine')}
        set state = $2, decided_at = ${engineDialect(db).now}, decided_by = $3, reason = $4, checks = $5
      where id = $1 and state = 'open'`,
    [id, state, who, reason, JSON.stringify(withoutExamples(checks))],
  );
  if (rowCount !== 1) return false;
  for (const { generation, tables } of build.members) {
    if (generation !== null) {
      await dropUnpublished(db, schema, generation);
      continue;
    }
    const names = tables.flatMap(({ table }) => [table, diffTable(table)]).map((table) => inSchema(schema, table));
    await db.query(`drop table if exists ${names.join(', ')}`);
  }
  return true;
}
