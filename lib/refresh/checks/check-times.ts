import { rowsWithoutTime, sourceRows } from '#lib/compile/build.ts';
import { type Sql, statement } from '#lib/compile/statement.ts';
import { message } from '#lib/i18n/message.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Member } from '../plan/chain.ts';
import type { Days } from '../plan/plan.ts';
import type { RunContext } from '../run/context.ts';
import { type Checked, checkResult, countOf } from './check-result.ts';

/** The name under which rows without a time are told. */
export const timeCheck = 'time';

/**
 * A row whose time is missing lies in no partition; leaving it out silently would be a wrong total. A build of everything
 * has such rows in a group without a time, so only a build of some days must look for them in the source.
 */
export async function checkTimes({ client, chain }: RunContext, rows: Sql, days: Days | null): Promise<Checked[]> {
  if (!days) return [];
  const count = await countWithoutTime(client, chain.head, rows);
  return count === null ? [] : [timeResult(chain.head, count)];
}

/** The same of a build of everything, when `found` of its rows have no time. */
export async function checkBuiltTimes(db: Queryable, head: Member, found: string): Promise<Checked[]> {
  if (!head.plan.partition) return [];
  if (found === '0') return [timeResult(head, found)];
  const count = await countWithoutTime(db, head, sourceRows(head.definition));
  // They may be gone from the source again by now; they are in the build.
  return [timeResult(head, count === null || count === '0' ? found : count)];
}

async function countWithoutTime(db: Queryable, head: Member, rows: Sql): Promise<string | null> {
  const query = rowsWithoutTime(head.definition, head.plan, rows, engineDialect(db));
  if (!query) return null;
  const { text, values } = statement(query);
  const counted = await db.query<{ count: string }>(text, values);
  return counted.rows[0]?.count ?? '0';
}

function timeResult({ definition, plan }: Member, count: string): Checked {
  const column = plan.partition && (definition.grain[plan.partition.column]?.from ?? plan.partition.column);
  return checkResult({
    check: timeCheck,
    name: message('check.time'),
    summary: definition.name,
    passed: count === '0',
    severity: 'block',
    measured: countOf(count),
    problem: message('check.noTime', { count: Number(count), column: column ?? '', by: plan.partition?.by ?? '' }),
  });
}
