import { dotted, type Fields, isFields, list, word } from './tree.ts';

/** Names of the tables and subqueries a query selects from. */
function sourcesOf(select: Fields): Set<string> {
  const names = new Set<string>();
  const add = (node: unknown): void => {
    if (!isFields(node)) return;
    if (isFields(node.JoinExpr)) {
      add(node.JoinExpr.larg);
      add(node.JoinExpr.rarg);
    }
    for (const each of [node.RangeVar, node.RangeSubselect, node.RangeFunction]) {
      if (!isFields(each)) continue;
      names.add(isFields(each.alias) ? word(each.alias, 'aliasname') : word(each, 'relname'));
    }
  };
  for (const each of list(select, 'fromClause')) add(each);
  return names;
}

/** The qualifiers of columns in a query that none of its own sources, nor those of queries around the column, has. */
function outerNames(select: Fields, known: ReadonlySet<string> = new Set()): { outer: Set<string>; skips: boolean } {
  const own = sourcesOf(select);
  const seen = new Set([...known, ...own]);
  const outer = new Set<string>();
  let skips = false;
  const look = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) look(each);
    if (!isFields(node)) return;
    if (isFields(node.SelectStmt)) {
      const inner = outerNames(node.SelectStmt, seen);
      for (const name of inner.outer) {
        outer.add(name);
        skips = true;
      }
      if (inner.skips) skips = true;
      return;
    }
    if (isFields(node.ColumnRef)) {
      const parts = dotted(node.ColumnRef, 'fields');
      const qualifier = parts.length > 1 ? parts.at(-2) : undefined;
      if (qualifier !== undefined && !seen.has(qualifier)) outer.add(qualifier);
    }
    for (const value of Object.values(node)) look(value);
  };
  for (const [key, value] of Object.entries(select)) {
    if (key === 'larg' || key === 'rarg') look({ SelectStmt: value });
    else look(value);
  }
  return { outer, skips };
}

/** Whether a subquery names a table around it in a way that Redshift cannot turn into a join. */
export function isHardToDecorrelate(fields: Fields, inJoin: boolean): boolean {
  const select =
    isFields(fields.subselect) && isFields(fields.subselect.SelectStmt) ? fields.subselect.SelectStmt : null;
  if (!select) return false;
  const { outer, skips } = outerNames(select);
  if (outer.size === 0) return false;
  return skips || inJoin || ['limitCount', 'sortClause', 'groupClause', 'larg'].some((each) => each in select);
}
