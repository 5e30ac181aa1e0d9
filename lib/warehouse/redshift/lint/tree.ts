/** The fields of a node of a parsed statement, as the parser writes them: what is false, empty or zero is left out. */
export type Fields = Readonly<Record<string, unknown>>;

/** A node with where it stands: its kind is that of PostgreSQL's parser (`SelectStmt`, `FuncCall` …). */
export type Found = { kind: string; fields: Fields; parents: readonly Found[] };

/** Every node of a tree, outermost first. */
export function nodesOf(tree: unknown, parents: readonly Found[] = []): Found[] {
  if (Array.isArray(tree)) return tree.flatMap((each) => nodesOf(each, parents));
  if (!isFields(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]) => {
    if (!isFields(value)) return nodesOf(value, parents);
    // Kinds begin with a capital letter, fields do not. A field that can hold one kind only holds its fields without naming it.
    const kind = isKind(key) ? key : Object.keys(value).some(isKind) ? undefined : impliedKinds[key];
    if (kind === undefined) return nodesOf(value, parents);
    const node: Found = { kind, fields: value, parents };
    return [node, ...nodesOf(value, [...parents, node])];
  });
}

const isKind = (key: string) => /^[A-Z]/.test(key);

const impliedKinds: Readonly<Record<string, string>> = {
  typeName: 'TypeName',
  relation: 'RangeVar',
  rel: 'RangeVar',
  into: 'IntoClause',
  larg: 'SelectStmt',
  rarg: 'SelectStmt',
  withClause: 'WithClause',
  onConflictClause: 'OnConflictClause',
};

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is a word; empty where it is missing. */
export function word(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** A field that is a list; empty where it is missing. */
export function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? value : [];
}

/** Words of a dotted name: `["pg_catalog", "now"]`. */
export function dotted(fields: Fields, name: string): string[] {
  return list(fields, name).flatMap((part) =>
    isFields(part) && isFields(part.String) ? [word(part.String, 'sval')] : [],
  );
}
