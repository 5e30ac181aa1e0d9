import { sql } from 'kysely';
import { value } from '#lib/compile/bind.ts';
import { relationAt, rowsOfGeneration } from '#lib/compile/read.ts';
import { type Scope, scopeConditions } from '#lib/compile/scope.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { type Asking, askedRows } from './asked-rows.ts';
import { choiceId } from './choice-id.ts';

/** The values a viewer can choose from, those with most rows first. */
export type ChoiceOptions = { options: { value: string; count: string }[]; truncated: boolean };

export const mostOptions = 1_000;

export async function choiceOptions(
  asking: Asking,
  generation: ServedGeneration,
  name: string,
  scope: Scope,
): Promise<ChoiceOptions> {
  const relation = rowsOfGeneration(generation);
  const column = relation.columns.find((each) => each.name === name && each.role !== 'measure');
  if (!column) return { options: [], truncated: false };
  const limits = scopeConditions(relation, scope);
  const where = limits.length === 0 ? sql`` : sql`where ${sql.join(limits, sql` and `)}`;
  const rows = await askedRows(
    asking,
    { generation, scope, question: `options ${name}` },
    sql`select ${sql.id(name)}::text as "value", count(*) as "count"
from ${relationAt(asking.schema, relation, asking.pinned.epoch)} ${where}
group by ${sql.id(name)}
order by 2 desc, ${sql.id(name)}::text collate "C" nulls last
limit ${value('bigint', String(mostOptions + 1))}`,
  );
  const options = rows.slice(0, mostOptions).map(([cell, count]) => ({
    value: choiceId(cell === null ? null : String(cell)),
    count: String(count),
  }));
  return { options, truncated: rows.length > mostOptions };
}
