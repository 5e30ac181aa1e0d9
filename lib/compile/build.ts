import { sql } from 'kysely';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { postgresEngine } from '#lib/warehouse/postgres/engine.ts';
import { type BuildDialect, isLast, plainText, plainValue, storedMeasure } from './build-measure.ts';
import { ref } from './exact.ts';
import { withLastMoment } from './last.ts';
import type { PhysicalPlan, PlannedRelation } from './physical.ts';
import { type RowType, rowType } from './row-type.ts';
import { builder, type Sql } from './statement.ts';
import type { StoredColumn } from './stored.ts';
import { type BuildRange, bucketOf, inRange, withoutTime } from './time.ts';

/** Where a build reads its un-aggregated rows, and which partitions it builds. */
export type BuildInput = {
  /** A table or a parenthesised query. */
  rows: Sql;
  range: BuildRange;
  /** Companions already built for the same range, by measure: counting their rows is many times faster than counting distinct values. */
  companions?: ReadonlyMap<string, Sql>;
  /** How texts and types are written; as PostgreSQL does where it is not given. */
  dialect?: BuildDialect;
};

/** The un-aggregated rows of a summary that reads sources. */
export function sourceRows(summary: SummaryDefinition): Sql {
  if (!summary.rows) throw new Error(`${summary.name} is made from the rows of another summary, not from sources.`);
  return sql`${summary.rows(builder)}`;
}

/** The rows of one relation of a summary, aggregated from un-aggregated rows, as a query. */
export function buildRelation(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  relation: PlannedRelation,
  input: BuildInput,
): Sql {
  return relation.name === 'rows'
    ? summaryRows(summary, plan, relation, input)
    : companionRows(summary, plan, relation, input);
}

/** The totals of stored measures over the rows a build reads, as `s0`, `s1`, …, to compare with those over what it built. */
export function sourceTotals(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  measures: readonly StoredColumn[],
  input: BuildInput,
): Sql {
  const totals = measures.map((column, index) =>
    as(sql`coalesce(${storedMeasure(summary, plan, column, input.dialect)}, 0)`, `s${index}`),
  );
  return sql`select ${list(totals)} from ${rowsIn(summary, plan, input, measures)}`;
}

/** How many rows lie in no partition because their time is null or infinite. */
export function rowsWithoutTime(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  rows: Sql,
  dialect: BuildDialect = postgresEngine,
): Sql | null {
  const time = timeInput(summary, plan);
  return time && sql`select count(*) as count from ${rows} as r where ${withoutTime(ref(time.column), dialect)}`;
}

/** The first and last moment, as local days, of the rows in a range (half-open, either end may be open). */
export function daysOfRows(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  rows: Sql,
  range: { from: string; to: string },
): Sql | null {
  const time = timeInput(summary, plan);
  if (!time) return null;
  const day = bucketOf(ref(time.column), time.type, plan.zone, 'day');
  const within = inRange(ref(time.column), time.type, plan.zone, range);
  return sql`select min(${day}) as first, max(${day}) as last from ${rows} as r where ${within}`;
}

function summaryRows(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  relation: PlannedRelation,
  input: BuildInput,
): Sql {
  const { dialect = postgresEngine } = input;
  const typed = (type: string) => sql.raw(dialect.columnType(type));
  const counted = new Set(input.companions?.keys() ?? []);
  const plain = sql`
    select ${list([...grainColumns(summary, plan, dialect), ...relation.columns.filter(isMeasure).map((column) => as(counted.has(column.name) ? sql`cast(0 as bigint)` : storedMeasure(summary, plan, column, dialect), column.name))])}
    from ${rowsIn(summary, plan, input, relation.columns)} ${groupBy(plan)}`;
  if (counted.size === 0) return plain;
  const keys = relation.key.map((name) => sql.ref(name));
  const counts = [...(input.companions ?? [])].map(([name, table]) => {
    const others = relation.columns.filter(isMeasure).map((column) => {
      if (column.name === name) return as(sql`count(*)`, name);
      return as(sql`cast(${counted.has(column.name) ? sql`0` : sql`null`} as ${typed(column.sqlType)})`, column.name);
    });
    return sql`select ${list([...keys, ...others])} from ${table} ${groupBy(plan)}`;
  });
  // Union and group instead of a join: nulls in the grain meet, and every engine has it.
  const merged = relation.columns.filter(isMeasure).map((column) => {
    const how = column.additivity === 'min' || column.additivity === 'max' ? column.additivity : 'sum';
    return as(sql`cast(${sql.raw(how)}(${sql.ref(column.name)}) as ${typed(column.sqlType)})`, column.name);
  });
  return sql`select ${list([...keys, ...merged])} from (${sql.join([plain, ...counts], sql` union all `)}) as parts ${groupBy(plan)}`;
}

function companionRows(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  relation: PlannedRelation,
  input: BuildInput,
): Sql {
  const column = summary.columns[relation.name];
  const entity = relation.columns.find((each) => each.role === 'entity');
  if (column?.kind !== 'distinct' || !entity)
    throw new Error(`${plan.summary} has no distinct measure ${relation.name}.`);
  const counted = sql`${ref(column.of)} is not null`;
  const { dialect = postgresEngine } = input;
  const value = plainValue(ref(column.of), rowType(plan.rowTypes[column.of] ?? ''), dialect);
  return sql`
    select distinct ${list([...grainColumns(summary, plan, dialect), as(value, entity.name)])}
    from ${input.rows} as r ${whereIn(summary, plan, input.range, counted)}`;
}

function grainColumns(summary: SummaryDefinition, plan: PhysicalPlan, dialect: BuildDialect): Sql[] {
  return Object.entries(summary.grain).map(([name, column]) => {
    const from = column.from ?? name;
    const type = rowType(plan.rowTypes[from] ?? '');
    if (column.kind === 'time' && column.bucket) {
      return as(bucketOf(ref(from), type, plan.zone, column.bucket, summary.weekStart), name);
    }
    if (column.kind === 'text') return as(plainText(ref(from), dialect), name);
    if (column.kind === 'integer' && type.kind === 'numeric') return as(sql`cast(${ref(from)} as bigint)`, name);
    return as(ref(from), name);
  });
}

/** The column of the rows that decides a row's partition. */
export function timeInput(summary: SummaryDefinition, plan: PhysicalPlan): { column: string; type: RowType } | null {
  if (!plan.partition) return null;
  const column = summary.grain[plan.partition.column]?.from ?? plan.partition.column;
  return { column, type: rowType(plan.rowTypes[column] ?? '') };
}

/** The rows of a build's range as `r`, with the last moment of their bucket where a column asks for it. */
function rowsIn(
  summary: SummaryDefinition,
  plan: PhysicalPlan,
  { rows, range }: BuildInput,
  columns: readonly StoredColumn[],
): Sql {
  const where = whereIn(summary, plan, range);
  return columns.some(isLast) ? withLastMoment(summary, plan, rows, where) : sql`${rows} as r ${where}`;
}

function whereIn(summary: SummaryDefinition, plan: PhysicalPlan, range: BuildRange, also?: Sql): Sql {
  const time = timeInput(summary, plan);
  const conditions = [
    ...(range && time ? [inRange(ref(time.column), time.type, plan.zone, range)] : []),
    ...(also ? [also] : []),
  ];
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
}

function groupBy(plan: PhysicalPlan): Sql {
  const key = plan.relations[0]?.key ?? [];
  return key.length === 0 ? sql`` : sql`group by ${sql.join(key.map((_, index) => sql.lit(index + 1)))}`;
}

const isMeasure = (column: { role: string }) => column.role === 'measure';
const as = (value: Sql, name: string): Sql => sql`${value} as ${sql.ref(name)}`;
const list = (columns: Sql[]): Sql => sql.join(columns);
