import type { StoredRelation } from '#lib/compile/stored.ts';
import { fromJson } from '#lib/warehouse/from-json.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Observed, SourceWatermark } from '../build/watermark.ts';
import type { Checked } from '../checks/check-result.ts';
import type { CheckedRows } from '../checks/check-rows.ts';
import type { Days } from '../plan/plan.ts';
import type { DefinitionDiff, QuarantineState } from './quarantine-types.ts';
import { readKeptBuild } from './read-kept-build.ts';

/** A summary's part of a kept build. */
export type KeptMember = {
  summary: string;
  fingerprint: string;
  days: Days | null;
  /** Relation by relation, the table it was built into. */
  tables: { relation: StoredRelation; table: string }[];
  /** The generation that was built; null where only some days were. */
  generation: string | null;
} & Pick<CheckedRows, 'rows' | 'span'>;

/** What is needed to publish a build later as it would have been published then. */
export type KeptBuild = {
  /** When, and in which snapshot, the sources were read. */
  at: string;
  snapshot: string | null;
  watermark: SourceWatermark;
  observed: Observed[];
  members: KeptMember[];
  /** How it differs from the definition that served. */
  definition: DefinitionDiff[];
};

/** A record of `_quarantine`. */
export type QuarantineRow = {
  id: string;
  chain: string;
  kind: 'incremental' | 'full';
  why: 'checks' | 'review';
  run: string;
  unit: string;
  range_from: string | null;
  range_to: string | null;
  base_epoch: string;
  build: KeptBuild;
  /** Whether the record of the build cannot be read; then the build has no members. */
  damaged: boolean;
  checks: Checked[];
  at: string;
  state: QuarantineState;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
};

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;

/** Reads records, the newest first; `where` is SQL of this module's callers over `$1`, `$2`, …. */
export async function readQuarantine(
  db: Queryable,
  schema: string,
  where: string,
  values: unknown[] = [],
): Promise<QuarantineRow[]> {
  const { rows } = await db.query<
    Omit<QuarantineRow, 'build' | 'damaged' | 'checks'> & { build: object | string; checks: object | string }
  >(
    `select q.id::text as id, chain, kind, why, run::text as run, unit, range_from::text as range_from,
            range_to::text as range_to, base_epoch::text as base_epoch, build, checks, ${iso('at')}, state,
            ${iso('decided_at')}, decided_by, reason
       from ${inSchema(schema, '_quarantine')} as q where ${where} order by q.id desc`,
    values,
  );
  return rows.map((row) => ({
    ...row,
    ...readKeptBuild(row.id, row.chain, fromJson(row.build)),
    checks: checksOf(fromJson(row.checks)),
  }));
}

const checksOf = (stored: unknown): Checked[] => (Array.isArray(stored) ? stored : []);

/** The record with this id, as a person or a run's task gives it; null when there is none. */
export async function findQuarantine(db: Queryable, schema: string, id: unknown): Promise<QuarantineRow | null> {
  if (typeof id !== 'string' || !/^\d{1,18}$/.test(id)) return null;
  const [row] = await readQuarantine(db, schema, 'q.id = $1', [id]);
  return row ?? null;
}

/** The days of a record; null when everything was built. */
export function daysOf({ range_from: from, range_to: to }: QuarantineRow): Days | null {
  return from && to ? { from, to } : null;
}
