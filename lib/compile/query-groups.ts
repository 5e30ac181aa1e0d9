import { type RawBuilder, sql } from 'kysely';
import type { TimeBucket } from '#lib/definition/grain.ts';
import { nests } from '#lib/definition/grain.ts';
import { message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { timeColumn } from './query-period.ts';
import { rowsOfGeneration } from './read.ts';
import type { Generation, StoredColumn, StoredRelation } from './stored.ts';
import { Refusal } from './tile-refusal.ts';

/** A column the rows of an answer are grouped by. */
export type Group = {
  /** As the question names it: `country`, `cohort@month`, `@`. */
  dimension: string;
  /** The column's name in the statement and in the answer. */
  name: string;
  stored: StoredColumn;
  sqlType: string;
  /** The bucket a time column is shown in; null for a dimension. */
  bucket: TimeBucket | null;
  expression: RawBuilder<unknown>;
};

/** What a question's rows are grouped by, in its order. */
export function groupsOf(query: Query, generation: Generation, dialect: Dialect): Group[] {
  const rows = rowsOfGeneration(generation);
  const taken = new Set<string>();
  return query.dimensions.map((dimension) => {
    const { stored, bucket } = columnOf(dimension, query.grain, generation, rows);
    // The time column may stand twice, by day and as `day@month`.
    const name = taken.has(stored.name) ? dimension : stored.name;
    taken.add(name);
    if (bucket === null || bucket === stored.bucket) {
      return { dimension, name, stored, sqlType: stored.sqlType, bucket, expression: sql.id(stored.name) };
    }
    if (!stored.bucket || !nests(stored.bucket, bucket)) {
      throw new Refusal(
        message('refusal.bucket', { summary: generation.summary, from: stored.bucket ?? 'day', to: bucket }),
      );
    }
    const expression = dialect.truncate(bucket, sql.id(stored.name), generation.weekStart ?? 'monday');
    return { dimension, name, stored, sqlType: bucket === 'hour' ? 'timestamp' : 'date', bucket, expression };
  });
}

/** Whether every group is one row of the summary, so that even measures that cannot be added up are right. */
export function isExactGrain(groups: readonly Group[], rows: StoredRelation): boolean {
  return rows.key.every((key) => groups.some((group) => group.stored.name === key && isExact(group)));
}

const isExact = (group: Group) => group.bucket === group.stored.bucket;

function columnOf(
  dimension: string,
  grain: TimeBucket | null,
  generation: Generation,
  rows: StoredRelation,
): { stored: StoredColumn; bucket: TimeBucket | null } {
  if (dimension === '@') {
    const time = timeColumn(generation, rows);
    if (!time) throw new Refusal(message('refusal.noTime', { summary: generation.summary }));
    return { stored: time, bucket: grain ?? time.bucket };
  }
  const [name, bucket] = dimension.split('@');
  const stored = rows.columns.find((column) => column.name === name && column.role !== 'measure');
  if (!stored || (bucket !== undefined && stored.bucket === null)) {
    const known = rows.columns.filter((column) => column.role !== 'measure').map((column) => column.name);
    throw new Refusal(
      message('refusal.dimension', { summary: generation.summary, dimension, known: known.join(', ') }),
    );
  }
  return { stored, bucket: isBucket(bucket) ? bucket : stored.bucket };
}

function isBucket(text: string | undefined): text is TimeBucket {
  return text !== undefined && ['hour', 'day', 'week', 'month', 'quarter', 'year'].includes(text);
}
