import { sql } from 'kysely';
import { type AverageColumn, partsOfAverage } from '#lib/definition/columns.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { exactScale, exactValue, ref } from './exact.ts';
import { rowType } from './row-type.ts';
import type { Sql } from './statement.ts';
import type { StoredColumn, StoredRatio } from './stored.ts';

/**
 * Floats have no fixed digits. As values of an average they keep so many more than are shown, so that rounding them before
 * they are added does not show.
 */
const spareDigits = 6;

type Types = Readonly<Record<string, string>>;

/** The two columns an average is stored as: the total of its values times their weights, and the total of the weights. */
export function averageStored(
  summary: SummaryDefinition,
  name: string,
  column: AverageColumn,
  rowTypes: Types,
): [StoredColumn, StoredColumn] {
  const { total, weight } = typesOf(summary, column, rowTypes);
  const part = (of: string, sqlType: string): StoredColumn => ({
    name: of,
    sqlType,
    role: 'measure',
    bucket: null,
    additivity: 'sum',
    partOf: name,
  });
  const names = partsOfAverage(name);
  return [part(names.total, total), part(names.weight, weight)];
}

/** An average as the ratio it is. */
export function averageRatio(name: string, column: AverageColumn): StoredRatio {
  const { total, weight } = partsOfAverage(name);
  return { name, numerator: total, denominator: weight, scale: column.scale };
}

/** The sums over un-aggregated rows that its parts hold, before their types are fixed. */
export function averageSums(
  summary: SummaryDefinition,
  column: AverageColumn,
  rowTypes: Types,
): { total: Sql; weight: Sql } {
  if (summary.upstream) {
    const above = partsOfAverage(column.of);
    return { total: sql`sum(${ref(above.total)})`, weight: sql`sum(${ref(above.weight)})` };
  }
  const value = exactValue(column.of, rowTypes, scaleOf(column, column.of, rowTypes));
  if (column.weight === null) return { total: sql`sum(${value})`, weight: sql`count(${ref(column.of)})` };
  // Cast whatever its type is: a product of integers would overflow as an integer.
  const weight = wide(column.weight, scaleOf(column, column.weight, rowTypes));
  return {
    total: sql`sum(${wide(column.of, scaleOf(column, column.of, rowTypes))} * ${weight})`,
    weight: sql`sum(case when ${ref(column.of)} is not null then ${weight} end)`,
  };
}

function typesOf(
  summary: SummaryDefinition,
  column: AverageColumn,
  rowTypes: Types,
): { total: string; weight: string } {
  if (summary.upstream) {
    const above = partsOfAverage(column.of);
    const type = (of: string) => `numeric(38,${rowType(rowTypes[of] ?? '').scale ?? 0})`;
    return { total: type(above.total), weight: type(above.weight) };
  }
  const value = scaleOf(column, column.of, rowTypes);
  if (column.weight === null) return { total: `numeric(38,${value})`, weight: 'bigint' };
  const weight = scaleOf(column, column.weight, rowTypes);
  return { total: `numeric(38,${value + weight})`, weight: `numeric(38,${weight})` };
}

function scaleOf(column: AverageColumn, of: string, rowTypes: Types): number {
  return exactScale(of, rowTypes) ?? (column.scale ?? 0) + spareDigits;
}

const wide = (column: string, scale: number): Sql => sql`cast(${ref(column)} as numeric(38,${sql.lit(scale)}))`;
