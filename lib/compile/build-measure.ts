import { sql } from 'kysely';
import { partsOfAverage } from '#lib/definition/columns.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { EngineDialect } from '#lib/warehouse/engine-dialect.ts';
import { postgresEngine } from '#lib/warehouse/postgres/engine.ts';
import { averageSums } from './average.ts';
import { exactValue, ref } from './exact.ts';
import { sumAtLast } from './last.ts';
import type { PhysicalPlan } from './physical.ts';
import { type RowType, rowType } from './row-type.ts';
import type { Sql } from './statement.ts';
import type { StoredColumn } from './stored.ts';

/** What is stored in a column of a measure, over the un-aggregated rows `r` of a group. */
export function storedMeasure(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  stored: StoredColumn,
  dialect: BuildDialect = postgresEngine,
): Sql {
  const name = stored.partOf ?? stored.name;
  const column = summary.columns[name];
  const as = (value: Sql) => sql`cast(${value} as ${sql.raw(dialect.columnType(stored.sqlType))})`;
  const scale = rowType(stored.sqlType).scale ?? 0;
  switch (column?.kind) {
    case 'count':
      return sql`count(${column.of === null ? sql`*` : ref(column.of)})`;
    case 'sum':
      return sql`cast(sum(${exactValue(column.of, plan.rowTypes, scale)}) as numeric(38,${sql.lit(scale)}))`;
    case 'last':
      return as(sumAtLast(summary, plan, column.of, scale));
    case 'average': {
      const { total, weight } = averageSums(summary, column, plan.rowTypes);
      return as(stored.name === partsOfAverage(name).total ? total : weight);
    }
    case 'min':
    case 'max': {
      const type = rowType(plan.rowTypes[column.of] ?? '');
      const declared = sql.raw(dialect.columnType(type.sqlType));
      return sql`cast(${sql.raw(column.kind)}(${plainValue(ref(column.of), type, dialect)}) as ${declared})`;
    }
    case 'distinct':
      return sql`count(distinct ${plainValue(ref(column.of), rowType(plan.rowTypes[column.of] ?? ''), dialect)})`;
    default:
      throw new Error(`${stored.name} of ${plan.summary} is not stored.`);
  }
}

/** Whether a stored column counts only rows of the last moment ({@link withLastMoment} has to read them). */
export function isLast(stored: StoredColumn): boolean {
  return stored.additivity === 'last';
}

/** Texts compare byte by byte, so that equal means equal and no library update reorders them. */
export function plainValue(value: Sql, type: RowType, dialect: BuildDialect): Sql {
  return type.kind === 'text' ? plainText(value, dialect) : value;
}

export function plainText(value: Sql, { columnType, byBytes }: BuildDialect): Sql {
  return sql`cast(${value} as ${sql.raw(columnType('text'))})${sql.raw(byBytes)}`;
}

/** What a build writes differently per database. */
export type BuildDialect = Pick<EngineDialect, 'name' | 'columnType' | 'byBytes'>;
