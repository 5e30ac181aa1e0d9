import { rowType } from '#lib/compile/row-type.ts';
import { oneOf, type Problem } from '#lib/definition/problem.ts';
import type { SourceDefinition } from '#lib/definition/source.ts';
import { baseType } from '#lib/definition/sql-type.ts';
import { engineDialect } from './engine-dialect.ts';
import { inSchema, quoted } from './name.ts';
import type { Queryable } from './queryable.ts';

/** What is wrong with a source in the warehouse; `todo` is `step` and the statements of `sql`, where some mend it. */
export type SourceProblem = Problem & { source: string; step: string; sql: string[] };

type Column = { name: string; type: string; selectable: boolean };
type Table = { role: string; schema_there: boolean; usable: boolean; table_there: boolean; columns: Column[] | null };

/**
 * Compares sources with the tables of the warehouse: there, readable by this role, with the declared columns and fitting
 * types. Only the catalog is asked, so nothing waits for a lock and no right is needed.
 */
export async function sourceProblems(db: Queryable, sources: readonly SourceDefinition[]): Promise<SourceProblem[]> {
  const problems: SourceProblem[] = [];
  for (const source of sources) problems.push(...(await problemsOf(db, source)));
  return problems;
}

async function problemsOf(db: Queryable, source: SourceDefinition): Promise<SourceProblem[]> {
  const [schema = '', name = ''] = source.table.split('.');
  const table = await readTable(db, schema, name);
  const problem = (found: string, expected: string, step: string, sql: string[] = []): SourceProblem => ({
    source: source.name,
    place: `${source.place} › ${source.name}`,
    found,
    expected,
    todo: [step, ...sql].join(' '),
    step,
    sql,
  });
  if (!table.schema_there) {
    return [problem(`no schema ${quoted(schema)} in the warehouse`, `the table ${source.table}`, lookAt)];
  }
  if (!table.table_there) {
    const names = await tablesOf(db, schema);
    return [problem(`no table ${source.table} in the warehouse`, oneOf(names, name), lookAt)];
  }
  const grants = [
    ...(table.usable ? [] : [`grant usage on schema ${quoted(schema)} to ${quoted(table.role)};`]),
    ...(table.columns?.some((column) => column.name in source.columns && !column.selectable)
      ? [`grant select on ${inSchema(schema, name)} to ${quoted(table.role)};`]
      : []),
  ];
  const rights =
    grants.length > 0
      ? [
          problem(
            `${table.role} may not read ${source.table}`,
            'a role that may select it',
            'let its owner run:',
            grants,
          ),
        ]
      : [];
  return [...rights, ...columnProblems(source, table.columns ?? [], problem)];
}

const lookAt = 'create or restore it, or correct `table` in the definition';

function columnProblems(
  source: SourceDefinition,
  columns: Column[],
  problem: (found: string, expected: string, todo: string) => SourceProblem,
): SourceProblem[] {
  const actual = new Map(columns.map((column) => [column.name, column.type]));
  return Object.entries(source.columns).flatMap(([name, declared]) => {
    const type = actual.get(name);
    if (type === undefined) {
      return [
        problem(
          `no column ${quoted(name)} in ${source.table}`,
          oneOf([...actual.keys()], name),
          'correct the name in `columns` and where `from` uses it, or restore the column',
        ),
      ];
    }
    if (fits(baseType(declared), type)) return [];
    return [
      problem(
        `column ${quoted(name)} of ${source.table} is ${type}`,
        `${baseType(declared)}, as declared`,
        'declare the type it has now, or change it back; summaries made from it are then built anew',
      ),
    ];
  });
}

/** Whether values of the actual type are what the declared type promises a definition. */
function fits(declared: string, actual: string): boolean {
  const [wanted, found] = [rowType(declared), rowType(actual)];
  if (wanted.kind === 'text') return found.kind === 'text' || (found.kind === 'other' && !actual.endsWith('[]'));
  if (wanted.kind === 'numeric') return found.kind === 'numeric' || found.kind === 'integer';
  if (wanted.kind === 'float') return ['float', 'numeric', 'integer'].includes(found.kind);
  if (wanted.kind === 'other') return found.kind === 'other';
  return wanted.kind === found.kind;
}

async function readTable(db: Queryable, schema: string, name: string): Promise<Table> {
  if (engineDialect(db).name === 'redshift') return readTableInRedshift(db, schema, name);
  // A domain is read as what it is made of, which is how its values arrive.
  const { rows } = await db.query<Table>(
    `select current_user::text as role, n.oid is not null as schema_there, c.oid is not null as table_there,
            coalesce(has_schema_privilege(n.oid, 'usage'), false) as usable,
            (select json_agg(json_build_object('name', a.attname, 'selectable', has_column_privilege(c.oid, a.attnum, 'select'),
                      'type', case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod)
                                   else format_type(a.atttypid, a.atttypmod) end) order by a.attnum)
               from pg_attribute a join pg_type t on t.oid = a.atttypid
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
       from (select) as always
       left join pg_namespace n on n.nspname = $1
       left join pg_class c on c.relnamespace = n.oid and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    [schema, name],
  );
  return rows[0] ?? { role: '', schema_there: false, usable: false, table_there: false, columns: null };
}

async function tablesOf(db: Queryable, schema: string): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
    [schema],
  );
  return rows.map((row) => row.name);
}

/** The same in two questions, for Redshift makes no JSON of rows. A right is that of the whole table there. */
async function readTableInRedshift(db: Queryable, schema: string, name: string): Promise<Table> {
  const found = await db.query<{
    role: string;
    usable: boolean | null;
    table: string | null;
    selectable: boolean | null;
  }>(
    `select current_user::text as role, has_schema_privilege(n.nspname, 'usage') as usable, c.relname as "table",
            has_table_privilege(c.oid, 'select') as selectable
       from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relname = $2 and c.relkind in ('r', 'v')
      where n.nspname = $1`,
    [schema, name],
  );
  const table = found.rows[0];
  const columns = await db.query<{ name: string; type: string }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [schema, name],
  );
  return {
    role: table?.role ?? '',
    schema_there: table !== undefined,
    usable: table?.usable ?? false,
    table_there: table?.table != null,
    columns: columns.rows.map((column) => ({ ...column, selectable: table?.selectable ?? false })),
  };
}
