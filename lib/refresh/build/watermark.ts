import type { SourceDefinition } from '#lib/definition/source.ts';
import { baseType } from '#lib/definition/sql-type.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema, literal, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { upsert } from '#lib/warehouse/upsert.ts';
import { runStep } from '../run/run-step.ts';

/** How far the sources of a chain are complete: `closed` for ever, `unknown`, or up to a moment (null: they are empty). */
export type SourceWatermark =
  | { kind: 'closed' | 'unknown' }
  | {
      kind: 'through';
      moment: string | null;
      /** The day it falls on in the zone of the chain. */
      day: string | null;
    };

export type Observed = { source: string; through: string | null };

/** Reads how far every source is complete, in the snapshot of the build that calls it. */
export async function readWatermarks(
  db: Queryable,
  schema: string,
  sources: readonly SourceDefinition[],
  zone: string,
): Promise<{ watermark: SourceWatermark; observed: Observed[] }> {
  const { forEver } = engineDialect(db);
  const observed: Observed[] = [];
  let unknown = false;
  for (const source of sources) {
    if (source.watermark === null) unknown = true;
    else if (source.watermark === 'closed') observed.push({ source: source.name, through: forEver });
    else if (source.watermark === 'manifest') {
      observed.push({ source: source.name, through: await reportedMoment(db, schema, source) });
    } else {
      observed.push({ source: source.name, through: await newestMoment(db, source, source.watermark, zone) });
    }
  }
  const moments = observed.filter((each) => each.through !== forEver).map((each) => each.through);
  if (moments.length > 0) {
    return { watermark: { kind: 'through', ...(await earliest(db, moments, zone)) }, observed };
  }
  return { watermark: { kind: unknown ? 'unknown' : 'closed' }, observed };
}

/** How far its loader says the source is complete; null until it has said so once. */
async function reportedMoment(db: Queryable, schema: string, source: SourceDefinition): Promise<string | null> {
  const { rows } = await db.query<{ through: string }>(
    `select through::text as through from ${inSchema(schema, '_manifest')} where source = $1`,
    [source.name],
  );
  return rows[0]?.through ?? null;
}

async function newestMoment(
  db: Queryable,
  source: SourceDefinition,
  watermark: { column: string; lag?: string },
  zone: string,
): Promise<string | null> {
  const declared = source.columns[watermark.column];
  const column = quoted(watermark.column);
  const newest = `(select max(${column}) from ${source.table.split('.').map(quoted).join('.')})`;
  const local = declared && baseType(declared) !== 'timestamptz';
  const moment = local ? `(cast(${newest} as timestamp) at time zone ${literal(zone)})` : newest;
  const { rows } = await db.query<{ through: string | null }>(
    `select (${moment} - cast(${literal(watermark.lag ?? '0')} as interval))::text as through`,
  );
  return rows[0]?.through ?? null;
}

async function earliest(db: Queryable, moments: (string | null)[], zone: string) {
  if (moments.includes(null)) return { moment: null, day: null };
  const all = engineDialect(db).rows('m', { moment: { type: 'timestamptz', values: moments } }, 2);
  const { rows } = await db.query<{ moment: string; day: string }>(
    `select min(m.moment)::text as moment, cast(min(m.moment) at time zone $1 as date)::text as day from ${all.text}`,
    [zone, ...all.values],
  );
  return { moment: rows[0]?.moment ?? null, day: rows[0]?.day ?? null };
}

/** Remembers what was last observed, for everybody who asks whether a summary has all its source has. */
export async function storeWatermarks(db: Queryable, schema: string, observed: Observed[]): Promise<void> {
  for (const { source, through } of [...observed].sort((a, b) => (a.source < b.source ? -1 : 1))) {
    await runStep('store watermarks', () =>
      upsert(db, inSchema(schema, '_watermark'), { source }, { through }, 'observed_at'),
    );
  }
}
