import { type RawBuilder, sql } from 'kysely';
import type { TimeBucket } from '#lib/definition/grain.ts';
import { nests } from '#lib/definition/grain.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { message } from '#lib/i18n/message.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { StoredColumn, StoredRelation } from './stored.ts';
import { Refusal } from './tile-refusal.ts';

/** A column the rows of a tile are grouped by. */
export type Group = {
  name: string;
  stored: StoredColumn;
  sqlType: string;
  /** The bucket a time column is shown in; null for a dimension. */
  bucket: TimeBucket | null;
  expression: RawBuilder<unknown>;
};

/** What the tile is grouped by, its split last. */
export function groupsOf(tile: Tile, summary: string, rows: StoredRelation, dialect: Dialect = postgres): Group[] {
  const names = tile.split === null ? tile.by : [...tile.by, tile.split];
  return [...new Set(names)].map((name) => {
    const stored = rows.columns.find((column) => column.name === name && column.role !== 'measure');
    if (!stored) {
      const dimensions = rows.columns.filter((column) => column.role !== 'measure').map((column) => column.name);
      throw new Refusal(message('refusal.dimension', { summary, dimension: name, known: dimensions.join(', ') }));
    }
    return stored.bucket === null
      ? dimension(stored)
      : time(stored, stored.bucket, tile.grain ?? stored.bucket, summary, dialect);
  });
}

/** Whether every group is one row of the summary, so that even measures that cannot be added up are right. */
export function isExactGrain(groups: readonly Group[], rows: StoredRelation): boolean {
  return rows.key.every((key) => groups.some((group) => group.name === key && group.bucket === group.stored.bucket));
}

function dimension(stored: StoredColumn): Group {
  return { name: stored.name, stored, sqlType: stored.sqlType, bucket: null, expression: sql.id(stored.name) };
}

function time(stored: StoredColumn, from: TimeBucket, to: TimeBucket, summary: string, dialect: Dialect): Group {
  const column = sql.id(stored.name);
  if (from === to) return { name: stored.name, stored, sqlType: stored.sqlType, bucket: to, expression: column };
  if (!nests(from, to)) {
    throw new Refusal(message('refusal.bucket', { summary, from, to }));
  }
  return {
    name: stored.name,
    stored,
    sqlType: 'date',
    bucket: to,
    expression: dialect.truncate(to, column, 'monday'),
  };
}
