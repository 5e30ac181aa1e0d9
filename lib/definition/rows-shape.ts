import type { Kysely, OperationNode, SelectQueryNode } from 'kysely';
import { compileOnly } from './compile-only.ts';
import type { RowsQuery, SummaryDefinition } from './summary.ts';

/** What definitions write their rows queries with. */
const builder: Kysely<never> = compileOnly();

/** What can be read off a rows query without a database. */
export type RowsShape = {
  /** Names of the columns it returns, in order; null when it selects all of a table. */
  columns: string[] | null;
  /** Tables it reads, as `schema.table`. */
  tables: string[];
  grouped: boolean;
};

/** Runs a summary's rows query against a Kysely that only compiles. Throws whatever the definition's own code throws. */
export function rowsQueryOf(summary: SummaryDefinition): RowsQuery<unknown> | null {
  return summary.rows ? summary.rows(builder) : null;
}

export function rowsShape(query: RowsQuery<unknown>): RowsShape {
  const node = query.toOperationNode();
  const select = node.kind === 'SelectQueryNode' ? (node as SelectQueryNode) : null;
  const names = select?.selections?.map((each) => outputName(each.selection)) ?? null;
  const outputs = names?.filter((name): name is string => name !== null) ?? null;
  return {
    columns: names && outputs && outputs.length === names.length ? outputs : null,
    tables: [...new Set(tablesIn(node))],
    grouped: select?.groupBy !== undefined,
  };
}

type Loose = { kind: string; [part: string]: unknown };

function outputName(node: OperationNode): string | null {
  const loose = node as unknown as Loose;
  if (loose.kind === 'AliasNode') return identifier(loose.alias);
  if (loose.kind === 'ReferenceNode') return outputName(loose.column as OperationNode);
  if (loose.kind === 'ColumnNode') return identifier(loose.column);
  return null;
}

function identifier(node: unknown): string | null {
  const loose = node as Loose | undefined;
  return loose?.kind === 'IdentifierNode' ? String(loose.name) : null;
}

/** Names of tables read anywhere in the query, less those of its own WITH clauses. */
function tablesIn(node: OperationNode): string[] {
  const tables: string[] = [];
  const own = new Set<string>();
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) {
      for (const each of part) walk(each);
      return;
    }
    if (typeof part !== 'object' || part === null) return;
    const loose = part as Loose;
    if (loose.kind === 'CommonTableExpressionNameNode') {
      const name = tableName(loose.table);
      if (name) own.add(name);
      return;
    }
    // A reference such as `o.country` names a table too, but only by the alias it was given in FROM.
    if (loose.kind === 'ReferenceNode' || loose.kind === 'SelectAllNode') return;
    if (loose.kind === 'TableNode') {
      const name = tableName(loose);
      if (name) tables.push(name);
      return;
    }
    for (const value of Object.values(loose)) walk(value);
  };
  walk(node);
  return tables.filter((table) => !own.has(table));
}

function tableName(node: unknown): string | null {
  const table = (node as { table?: { schema?: unknown; identifier?: unknown } } | undefined)?.table;
  const name = identifier(table?.identifier);
  const schema = identifier(table?.schema);
  return name === null ? null : schema === null ? name : `${schema}.${name}`;
}
