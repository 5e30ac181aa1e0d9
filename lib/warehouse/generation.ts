import type { Generation, StoredRatio, StoredRelation } from '#lib/compile/stored.ts';
import type { TimeBucket } from '#lib/definition/grain.ts';
import { engineDialect } from './engine-dialect.ts';
import { fromJson } from './from-json.ts';
import { inSchema } from './name.ts';
import type { Queryable } from './queryable.ts';

/** The generation that serves a summary at some epoch, with what its last publish up to then said. */
export type ServedGeneration = Generation & {
  /** The epoch at which the summary last changed, at or before the epoch asked for. Part of every cache key. */
  changedAt: number;
  /** ISO moment up to which the summary contained everything its source had, or null when nothing is known. */
  completeThrough: string | null;
  /** Rows of the summary at that epoch, as text: it is a bigint. */
  rows: string | null;
};

/** What a moment is as ISO text, whatever type parsers the caller's pool has. */
const isoText = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `
  g.id::text as id, g.summary, g.fingerprint, g.relations, g.ratios, g.zone,
  g.partition_by, g.partition_column, g.from_epoch::text as from_epoch, g.to_epoch::text as to_epoch`;

/** Every summary served at an epoch: one statement for a whole page. */
export async function generationsAt(
  db: Queryable,
  schema: string,
  epoch: number,
): Promise<Map<string, ServedGeneration>> {
  const { rows } = await db.query<GenerationRow & PublishRow>(
    `select ${columns}, p.epoch::text as changed_at, p.rows::text as rows,
            ${isoText('p.complete_through')} as complete_through
       from ${inSchema(schema, '_generation')} g
       ${engineDialect(db).newestPublish(inSchema(schema, '_publish_summary'), '<= $1')}
      where g.from_epoch <= $1 and (g.to_epoch is null or g.to_epoch > $1)`,
    [epoch],
  );
  return new Map(
    rows.map((row) => [
      row.summary,
      {
        ...generationOf(row),
        changedAt: Number(row.changed_at),
        completeThrough: row.complete_through,
        rows: row.rows,
      },
    ]),
  );
}

/** The newest epoch, and the incarnation of the warehouse it belongs to. */
export async function latestEpoch(db: Queryable, schema: string): Promise<{ epoch: number; incarnation: string }> {
  const { rows } = await db.query<{ n: string; incarnation: string }>(
    `select n::text as n, incarnation::text as incarnation from ${inSchema(schema, '_epoch')}`,
  );
  const row = rows[0];
  if (!row)
    throw new Error(`${schema}._epoch is empty. Expected its one row. Restore the warehouse, or drop the schema.`);
  return { epoch: Number(row.n), incarnation: row.incarnation };
}

/**
 * Every generation of a summary that a readable epoch shows, oldest first, and the epoch since which they do: 0 while none
 * was cleared away.
 */
export async function readableGenerations(
  db: Queryable,
  schema: string,
  summary: string,
): Promise<{ generations: Generation[]; since: number }> {
  const { rows } = await db.query<GenerationRow & { passed: boolean }>(
    `select ${columns}, coalesce(g.to_epoch <= h.epoch, false) as passed
       from ${inSchema(schema, '_generation')} g
       left join ${inSchema(schema, '_horizon')} h on h.summary = g.summary
      where g.summary = $1 and g.from_epoch is not null order by g.from_epoch`,
    [summary],
  );
  const generations = rows.filter((row) => !row.passed).map(generationOf);
  return { generations, since: generations.length < rows.length ? (generations[0]?.fromEpoch ?? 0) : 0 };
}

type GenerationRow = {
  id: string;
  summary: string;
  fingerprint: string;
  relations: StoredRelation[] | string;
  ratios: StoredRatio[] | string;
  zone: string;
  partition_by: TimeBucket | null;
  partition_column: string | null;
  from_epoch: string | null;
  to_epoch: string | null;
};

type PublishRow = { changed_at: string; rows: string; complete_through: string | null };

function generationOf(row: GenerationRow): Generation {
  const relations = fromJson(row.relations);
  return {
    id: row.id,
    summary: row.summary,
    fingerprint: row.fingerprint,
    relations,
    ratios: fromJson(row.ratios),
    zone: row.zone,
    // Kept with the time column, which records of before do not say it of.
    weekStart: relations[0]?.columns.find((column) => column.weekStart)?.weekStart ?? 'monday',
    partition: row.partition_by && row.partition_column ? { by: row.partition_by, column: row.partition_column } : null,
    fromEpoch: row.from_epoch === null ? null : Number(row.from_epoch),
    toEpoch: row.to_epoch === null ? null : Number(row.to_epoch),
  };
}
