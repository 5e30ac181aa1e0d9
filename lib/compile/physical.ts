import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { MeasureColumn } from '#lib/definition/columns.ts';
import type { GrainColumn } from '#lib/definition/grain.ts';
import type { Problem } from '#lib/definition/problem.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { averageRatio, averageStored } from './average.ts';
import { buildRelation, sourceRows } from './build.ts';
import { type Partition, partitionOf } from './partition.ts';
import { grainProblems, measureProblems, partitionProblems, upstreamProblems } from './physical-problems.ts';
import { rowType } from './row-type.ts';
import { statement } from './statement.ts';
import type { StoredColumn, StoredRatio } from './stored.ts';

/** A relation before it has tables. */
export type PlannedRelation = { name: string; columns: StoredColumn[]; key: string[] };

/** How a summary is stored, decided from its definition and the types of its rows. */
export type PhysicalPlan = {
  summary: string;
  /** `rows` first, then one companion per distinct measure that has one. */
  relations: PlannedRelation[];
  ratios: StoredRatio[];
  zone: string;
  partition: Partition | null;
  /** Types of the un-aggregated rows by column. */
  rowTypes: Record<string, string>;
  /** SHA-256 over everything that decides which rows come out; equal fingerprints build equal rows. */
  fingerprint: string;
};

/**
 * Decides how a summary is stored. `rowTypes` are the types of the un-aggregated rows as PostgreSQL names them; for a
 * summary made from another's rows they are that one's stored columns ({@link storedTypes}).
 */
export function physicalPlan(
  summary: SummaryDefinition,
  rowTypes: Record<string, string>,
  upstream: PhysicalPlan | null = null,
): { ok: true; plan: PhysicalPlan } | { ok: false; problems: Problem[] } {
  const problems = [
    ...upstreamProblems(summary, upstream),
    ...grainProblems(summary, rowTypes),
    ...measureProblems(summary, rowTypes, upstream),
    ...partitionProblems(summary),
  ];
  if (problems.length > 0) return { ok: false, problems };

  const grain = Object.entries(summary.grain).map(([name, column]) => grainStored(name, column, summary, rowTypes));
  const key = grain.map((column) => column.name);
  const measures = Object.entries(summary.columns).flatMap(([name, column]): StoredColumn[] => {
    if (column.kind === 'ratio') return [];
    if (column.kind === 'average') return averageStored(summary, name, column, rowTypes);
    const additivity = column.kind === 'count' ? 'sum' : column.kind;
    return [{ name, sqlType: measureType(column, rowTypes), role: 'measure', bucket: null, additivity }];
  });
  const companions = Object.entries(summary.columns).flatMap(([name, column]): PlannedRelation[] => {
    if (column.kind !== 'distinct' || !column.companion) return [];
    const entity: StoredColumn = {
      name: column.of in summary.grain ? `${column.of}_counted` : column.of,
      sqlType: rowType(rowTypes[column.of] ?? '').sqlType,
      role: 'entity',
      bucket: null,
      additivity: null,
    };
    return [{ name, columns: [...grain, entity], key: [...key, entity.name] }];
  });
  const plan: PhysicalPlan = {
    summary: summary.name,
    relations: [{ name: 'rows', columns: [...grain, ...measures], key }, ...companions],
    ratios: Object.entries(summary.columns).flatMap(([name, column]) => ratioStored(name, column)),
    zone: summary.zone,
    partition: partitionOf(summary),
    rowTypes,
    fingerprint: '',
  };
  return { ok: true, plan: { ...plan, fingerprint: fingerprintOf(summary, plan, upstream) } };
}

/** The types of a summary's stored rows, for a summary that is made from them. */
export function storedTypes(plan: PhysicalPlan): Record<string, string> {
  return Object.fromEntries((plan.relations[0]?.columns ?? []).map((column) => [column.name, column.sqlType]));
}

function grainStored(
  name: string,
  column: GrainColumn,
  { weekStart }: SummaryDefinition,
  rowTypes: Record<string, string>,
): StoredColumn {
  const type = rowType(rowTypes[column.from ?? name] ?? '');
  if (column.kind === 'time') {
    const sqlType = column.bucket === 'hour' ? 'timestamp' : 'date';
    const time: StoredColumn = { name, sqlType, role: 'time', bucket: column.bucket, additivity: null };
    // Monday is not written, so that definitions of before keep their fingerprint.
    return weekStart === 'monday' ? time : { ...time, weekStart };
  }
  const sqlType = column.kind === 'text' ? 'text' : type.kind === 'numeric' ? 'bigint' : type.sqlType;
  return { name, sqlType, role: 'dimension', bucket: null, additivity: null };
}

function ratioStored(name: string, column: MeasureColumn): StoredRatio[] {
  if (column.kind === 'average') return [averageRatio(name, column)];
  if (column.kind !== 'ratio') return [];
  return [{ name, numerator: column.numerator, denominator: column.denominator, scale: column.scale }];
}

type Stored = Exclude<MeasureColumn, { kind: 'ratio' | 'average' }>;

function measureType(column: Stored, rowTypes: Record<string, string>): string {
  switch (column.kind) {
    case 'count':
    case 'distinct':
      return 'bigint';
    case 'sum':
    case 'last':
      return `numeric(38,${column.scale ?? Math.max(0, rowType(rowTypes[column.of] ?? '').scale ?? 0)})`;
    case 'min':
    case 'max':
      return rowType(rowTypes[column.of] ?? '').sqlType;
  }
}

function fingerprintOf(summary: SummaryDefinition, plan: PhysicalPlan, upstream: PhysicalPlan | null): string {
  const rows = summary.upstream ? sql`${sql.table('upstream')}` : sourceRows(summary);
  const built = plan.relations.map((relation) =>
    statement(buildRelation(summary, plan, relation, { rows, range: null })),
  );
  const shaping = [built, plan.relations, plan.ratios, plan.zone, plan.partition, upstream?.fingerprint ?? null];
  return createHash('sha256').update(JSON.stringify(shaping)).digest('hex');
}
