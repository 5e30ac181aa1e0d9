import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { DefinitionDiff, SampleRow } from '../quarantine/quarantine-types.ts';
import type { SharedMeasure } from './column-diff.ts';

/** So many rows are shown of how two builds differ. */
const mostRows = 20;

type Comparison = {
  /** SQL of the rows on both sides, in parentheses or a name. */
  served: string;
  built: string;
  key: readonly string[];
  measures: readonly SharedMeasure[];
};

/** Totals of the shared measures on both sides. */
export async function totalsOf(
  db: Queryable,
  { served, built, measures }: Omit<Comparison, 'key'>,
): Promise<DefinitionDiff['measures']> {
  if (measures.length === 0) return [];
  const totals = measures.map(({ name, how }, index) => `(${how}(${quoted(name)}))::text as t${index}`).join(', ');
  const { rows } = await db.query<Record<string, string | null>>(
    `select 'before' as side, ${totals} from ${served} as s union all select 'after', ${totals} from ${built} as b`,
  );
  const on = (side: string, index: number) => rows.find((row) => row.side === side)?.[`t${index}`] ?? null;
  return measures.map(({ name }, index) => ({ name, before: on('before', index), after: on('after', index) }));
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
  const plain = measures.map(({ name, how }) => `${how}(${quoted(name)}) as ${quoted(name)}`).join(', ');
  const { rows } = await db.query<Record<string, string | null>>(
    `select case when sum(side) > 0 then 'built' else 'served' end as side,
            ${columns.map((name, index) => `${quoted(name)}::text as v${index}`).join(', ')}
       from (
         select ${keys}, ${plain}, -1 as side from ${served} as s group by ${keys}
         union all
         select ${keys}, ${plain}, 1 as side from ${built} as b group by ${keys}
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

/** A table of the schema as a side. */
export const sideOf = (schema: string, table: string, where = 'true') =>
  `(select * from ${inSchema(schema, table)} where ${where})`;
