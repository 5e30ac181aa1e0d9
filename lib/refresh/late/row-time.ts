import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  RawNode,
  ReferenceNode,
  SelectAllNode,
  SelectQueryNode,
  TableNode,
} from 'kysely';
import { partitionOf } from '#lib/compile/partition.ts';
import { builder } from '#lib/compile/statement.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';

/** A column of a raw table. */
export type RowTime = { table: string; column: string };

/**
 * The raw column that alone decides in which partition a row of the summary lies, and of whose table a changed row can only
 * change rows of its own partition. Null where that cannot be proven from the definition: a computed time, a table that is
 * read twice, rows that depend on other rows (groups, window functions, limits).
 */
export function rowTime(summary: SummaryDefinition): RowTime | null {
  const partition = partitionOf(summary);
  if (!partition || !summary.rows) return null;
  const query = summary.rows(builder).toOperationNode();
  if (!SelectQueryNode.is(query) || !isRowByRow(query)) return null;
  const tables = tablesIn(query);
  const time = selected(query, summary.grain[partition.column]?.from ?? partition.column);
  if (!time || !tables) return null;
  const named = time.qualifier === null ? tableOfColumn(summary, tables, time.column) : tables.get(time.qualifier);
  if (named === undefined || readsOf(query, named) !== 1) return null;
  return { table: named, column: time.column };
}

/** Kinds of nodes by which a row depends on other rows than its own. */
const acrossRows = new Set(['AggregateFunctionNode', 'OverNode', 'SelectModifierNode', 'SetOperationNode', 'WithNode']);

function isRowByRow(query: SelectQueryNode): boolean {
  const { groupBy, having, limit, offset, fetch, top, distinctOn } = query;
  if (groupBy || having || limit || offset || fetch || top || distinctOn) return false;
  return nodesIn(query).every((node) => !acrossRows.has(node.kind) && !(RawNode.is(node) && readsRows(node)));
}

/** Whether a piece of raw SQL could read a table or look at other rows. */
function readsRows(node: RawNode): boolean {
  return /\b(select|table|values|over|with)\b/i.test(node.sqlFragments.join(' '));
}

/** The plain tables of the query by the name its columns use; null when it reads from anything else. */
function tablesIn(query: SelectQueryNode): Map<string, string> | null {
  const read = [...(query.from?.froms ?? []), ...(query.joins ?? []).map((join) => join.table)];
  const tables = new Map<string, string>();
  for (const node of read) {
    const table = AliasNode.is(node) ? node.node : node;
    if (!TableNode.is(table)) return null;
    const alias = AliasNode.is(node) && IdentifierNode.is(node.alias) ? node.alias.name : null;
    if (AliasNode.is(node) && alias === null) return null;
    tables.set(alias ?? tableName(table), tableName(table));
  }
  return tables;
}

/** The table and column that the query selects under a name, unchanged. */
function selected(query: SelectQueryNode, name: string): { qualifier: string | null; column: string } | null {
  const found = (query.selections ?? []).flatMap(({ selection }) => {
    if (SelectAllNode.is(selection)) return [{ qualifier: null, column: name }];
    const alias = AliasNode.is(selection) && IdentifierNode.is(selection.alias) ? selection.alias.name : null;
    const source = AliasNode.is(selection) ? selection.node : selection;
    if (!ReferenceNode.is(source)) return alias === name ? [null] : [];
    const qualifier = source.table ? tableName(source.table) : null;
    if (SelectAllNode.is(source.column)) return [{ qualifier, column: name }];
    const column = ColumnNode.is(source.column) ? source.column.column.name : null;
    return column !== null && (alias ?? column) === name ? [{ qualifier, column }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The table an unqualified column is of: the only one, or the only one that declares it. */
function tableOfColumn(summary: SummaryDefinition, tables: Map<string, string>, column: string): string | undefined {
  if (tables.size === 1) return [...tables.values()][0];
  const known = [...tables.values()].map((table) => summary.sources.find((source) => source.table === table));
  const having = known.filter((source) => source === undefined || column in source.columns);
  return having.length === 1 ? having[0]?.table : undefined;
}

/** How often a table is read, in this query and in every query inside it. */
function readsOf(query: SelectQueryNode, table: string): number {
  // A reference to a column names its table too, and reads it no second time.
  const read = nodesIn(query, (node) => !ReferenceNode.is(node));
  return read.filter((node) => TableNode.is(node) && tableName(node) === table).length;
}

function tableName({ table }: TableNode): string {
  return table.schema ? `${table.schema.name}.${table.identifier.name}` : table.identifier.name;
}

/** A node and all below it; of one that is not `wanted`, nothing. */
function nodesIn(node: OperationNode, wanted: (node: OperationNode) => boolean = () => true): OperationNode[] {
  if (!wanted(node)) return [];
  const values = Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
  return [node, ...values.filter(isNode).flatMap((each) => nodesIn(each, wanted))];
}

const isNode = (value: unknown): value is OperationNode =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
