import { type RawBuilder, sql } from 'kysely';
import { relationAt, rowsOfGeneration } from '#lib/compile/read.ts';
import { type Scope, scopeConditions } from '#lib/compile/scope.ts';
import type { Generation, StoredColumn } from '#lib/compile/stored.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';

/**
 * A whole summary at an epoch, ordered by its key: the columns of its grain, then its measures as the definition lists
 * them, ratios and averages computed row by row. Texts are made safe for spreadsheets ({@link safeText}).
 */
export function summaryQuery(
  summary: SummaryDefinition,
  generation: Generation,
  { schema, epoch, scope }: { schema: string; epoch: number; scope: Scope },
): RawBuilder<unknown> {
  const rows = rowsOfGeneration(generation);
  const conditions = scopeConditions(rows, scope);
  const where = conditions.length === 0 ? sql`` : sql`\nwhere ${sql.join(conditions, sql` and `)}`;
  const keys = rows.columns.filter((column) => rows.key.includes(column.name));
  const order = keys.map((key) => sql`${comparable(key)} nulls last`);
  const by = order.length === 0 ? sql`` : sql`\norder by ${sql.join(order)}`;
  return sql`select ${sql.join(columns(summary, generation, keys))}
from ${relationAt(schema, rows, epoch)}${where}${by}`;
}

/**
 * A text that a spreadsheet would read as a formula gets an apostrophe in front; numbers are never touched, so a negative
 * number stays one and every digit stays where it was.
 */
export function safeText(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${column} ~ '^[-=+@\\t\\r]' then '''' || ${column} else ${column} end`;
}

function columns(summary: SummaryDefinition, generation: Generation, keys: StoredColumn[]): RawBuilder<unknown>[] {
  const rows = rowsOfGeneration(generation);
  const stored = new Map(
    rows.columns.filter((column) => column.role === 'measure').map((column) => [column.name, column]),
  );
  // Averages of several rows need the two sums: they follow each.
  const withParts = (name: string) => [
    name,
    ...[...stored.values()].flatMap((column) => (column.partOf === name ? [column.name] : [])),
  ];
  const ratios = new Map(generation.ratios.map((ratio) => [ratio.name, ratio]));
  // Names of this build in the order of today's definition; what it no longer lists comes last.
  const names = new Set([...Object.keys(summary.columns).flatMap(withParts), ...stored.keys(), ...ratios.keys()]);
  const measures = [...names].flatMap((name) => {
    const column = stored.get(name);
    if (column) return [exported(column)];
    const ratio = ratios.get(name);
    if (!ratio) return [];
    const [numerator, denominator] = [sql.id('rows', ratio.numerator), sql.id('rows', ratio.denominator)];
    return [sql`${numerator}::numeric / nullif(${denominator}::numeric, 0) as ${sql.id(name)}`];
  });
  return [...keys.map(exported), ...measures];
}

function exported(column: StoredColumn): RawBuilder<unknown> {
  const name = sql.id('rows', column.name);
  return column.sqlType === 'text' ? sql`${safeText(name)} as ${sql.id(column.name)}` : name;
}

function comparable(column: StoredColumn): RawBuilder<unknown> {
  const name = sql.id('rows', column.name);
  return column.sqlType === 'text' ? sql`${name} collate "C"` : name;
}
