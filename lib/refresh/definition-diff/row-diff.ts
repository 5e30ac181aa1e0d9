import type { StoredRelation } from '#lib/compile/stored.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { DefinitionDiff, SampleRow } from '../quarantine/quarantine-types.ts';
import type { SharedMeasure } from './column-diff.ts';

/** So many rows are shown of how two builds differ. */
const mostRows = 20;

/** One of two builds that are compared, as SQL in parentheses. */
export type DiffSide = {
  rows: string;
  /** Distinct measures to how many different values their companion has. */
  distinct: ReadonlyMap<string, string>;
};

type Comparison = { served: DiffSide; built: DiffSide; key: readonly string[]; measures: readonly SharedMeasure[] };

/** Totals of the shared measures on both sides. A distinct count that has no companion has no total. */
export async function totalsOf(
  db: Queryable,
  { served, built, measures }: Omit<Comparison, 'key'>,
): Promise<DefinitionDiff['measures']> {
  const told = measures.filter(
    ({ name, how }) => how !== 'distinct' || (served.distinct.has(name) && built.distinct.has(name)),
  );
  if (told.length === 0) return [];
  const totals = (side: DiffSide) => told.map((measure, index) => `(${totalSql(side, measure)})::text as t${index}`);
  const { rows } = await db.query<Record<string, string | null>>(
    `select 'before' as side, ${totals(served).join(', ')} from ${served.rows} as s
      union all select 'after', ${totals(built).join(', ')} from ${built.rows} as b`,
  );
  const on = (side: string, index: number) => rows.find((row) => row.side === side)?.[`t${index}`] ?? null;
  return told.map(({ name }, index) => ({ name, before: on('before', index), after: on('after', index) }));
}

function totalSql(side: DiffSide, measure: SharedMeasure): string | undefined {
  const name = quoted(measure.name);
  if (measure.how === 'distinct') return side.distinct.get(measure.name);
  if (measure.how !== 'last') return `${measure.how}(${name})`;
  const over = quoted(measure.over);
  return `sum(case when ${over} = (select max(${over}) from ${side.rows} as l) then ${name} end)`;
}

/** The first rows that differ, put together by the key both sides have. */
export async function sampleOf(
  db: Queryable,
  { served, built, key, measures }: Comparison,
): Promise<{ columns: string[]; sample: SampleRow[] }> {
  const columns = [...key, ...measures.map(({ name }) => name)];
  if (key.length === 0 || measures.length === 0) return { columns, sample: [] };
  const keys = key.map(quoted).join(', ');
  const list = columns.map(quoted).join(', ');
  // Distinct counts are shared only where the key is whole, so a sum is that of one row; last values where it has the time.
  const plain = measures
    .map(({ name, how }) => `${how === 'distinct' || how === 'last' ? 'sum' : how}(${quoted(name)}) as ${quoted(name)}`)
    .join(', ');
  const { rows } = await db.query<Record<string, string | null>>(
    `select case when sum(side) > 0 then 'built' else 'served' end as side,
            ${columns.map((name, index) => `${quoted(name)}::text as v${index}`).join(', ')}
       from (
         select ${keys}, ${plain}, -1 as side from ${served.rows} as s group by ${keys}
         union all
         select ${keys}, ${plain}, 1 as side from ${built.rows} as b group by ${keys}
       ) as both_sides
      group by ${list} having sum(side) <> 0 order by ${keys}, sum(side) limit ${mostRows}`,
  );
  const sample = rows.map((row): SampleRow => {
    return {
      side: row.side === 'built' ? 'built' : 'served',
      values: columns.map((_, index) => row[`v${index}`] ?? null),
    };
  });
  return { columns, sample };
}

/** The tables of a build as a side. */
export function sideOf(
  schema: string,
  tables: readonly { relation: StoredRelation; table: string }[],
  where = 'true',
): DiffSide {
  const from = (table: string) => `${inSchema(schema, table)} where ${where}`;
  const distinct = tables.flatMap(({ relation, table }): [string, string][] => {
    const entity = relation.columns.find(({ role }) => role === 'entity');
    return entity ? [[relation.name, `(select count(distinct ${quoted(entity.name)}) from ${from(table)})`]] : [];
  });
  const rows = tables.find(({ relation }) => relation.name === 'rows');
  return { rows: rows ? `(select * from ${from(rows.table)})` : '(select where false)', distinct: new Map(distinct) };
}

/** The tables a generation serves its newest rows from. */
export function tablesOf(served: Pick<ServedGeneration, 'relations'> | null) {
  return (served?.relations ?? []).map((relation) => ({ relation, table: relation.current }));
}
