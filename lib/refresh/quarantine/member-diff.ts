import type { StoredRelation } from '#lib/compile/stored.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { withinDays } from '../build/diff.ts';
import { columnList } from '../build/tables.ts';
import { shared } from '../definition-diff/column-diff.ts';
import { sideOf, tablesOf, totalsOf } from '../definition-diff/row-diff.ts';
import type { KeptMember } from './kept-build.ts';
import type { QuarantinedMember, SampleRow } from './quarantine-types.ts';

/** So many rows are shown of a difference. */
const mostRows = 20;

/** What publishing a kept build would open and close of a summary, with totals of its measures and rows of both sides. */
export async function memberDiff(
  db: Queryable,
  schema: string,
  { summary, days, tables }: KeptMember,
  served: ServedGeneration | null,
): Promise<QuarantinedMember> {
  const built = tables[0];
  if (!built) throw new Error(`The kept build of ${summary} has no rows.`);
  const { columns, key } = built.relation;
  const current = served?.relations.find((relation) => relation.name === 'rows') ?? null;
  const time = columns.find((column) => column.role === 'time')?.name;
  const within = withinDays(time, days);
  const same = current !== null && shapeOf(current) === shapeOf(built.relation);
  const before = sideOf(schema, tablesOf(served), within);
  const after = sideOf(schema, tables);
  const known = current
    ? shared({ columns: current.columns, key: current.key, zone: '' }, { columns, key, zone: '' }).measures
    : [];
  return {
    summary,
    columns: columns.map((column) => column.name),
    ...(same
      ? await rowsThatDiffer(db, built.relation, before.rows, after.rows)
      : await allRows(db, schema, current, built.table)),
    measures: current ? await totalsOf(db, { served: before, built: after, measures: known }) : [],
  };
}

const shapeOf = ({ columns, key }: StoredRelation) => JSON.stringify([columns.map((c) => [c.name, c.sqlType]), key]);

type Difference = Pick<QuarantinedMember, 'opened' | 'closed' | 'sample'>;

/** Doubled rows count as often as they are there. */
async function rowsThatDiffer(
  db: Queryable,
  { columns, key }: StoredRelation,
  before: string,
  after: string,
): Promise<Difference> {
  const list = columnList(columns);
  const differing = `
    select ${list}, sum(side) as _side
      from (select ${list}, -1 as side from ${before} as s union all select ${list}, 1 from ${after} as b) as both_sides
     group by ${list} having sum(side) <> 0`;
  const { asText } = engineDialect(db);
  const values = columns.map(({ name, sqlType }, index) => `${asText(quoted(name), sqlType)} as v${index}`).join(', ');
  const { rows } = await db.query<Record<string, string | null>>(
    `with differing as (${differing})
     select _side::text as side, ${values},
            (select coalesce(sum(case when _side > 0 then _side end), 0)::text from differing) as opened,
            (select coalesce(-sum(case when _side < 0 then _side end), 0)::text from differing) as closed
       from differing order by ${[...key.map(quoted), '_side'].join(', ')} limit ${mostRows}`,
  );
  const sample = rows.map((row): SampleRow => {
    return {
      side: row.side?.startsWith('-') ? 'served' : 'built',
      values: columns.map((_, i) => row[`v${i}`] ?? null),
    };
  });
  return { opened: rows[0]?.opened ?? '0', closed: rows[0]?.closed ?? '0', sample };
}

/** Rows of other columns have nothing in common: all of the one take the place of all of the other. */
async function allRows(
  db: Queryable,
  schema: string,
  current: StoredRelation | null,
  table: string,
): Promise<Difference> {
  const count = async (name: string) => {
    const { rows } = await db.query<{ n: string }>(`select count(*)::text as n from ${inSchema(schema, name)}`);
    return rows[0]?.n ?? '0';
  };
  return { opened: await count(table), closed: current ? await count(current.current) : '0', sample: [] };
}
