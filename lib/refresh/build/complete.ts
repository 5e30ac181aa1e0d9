import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { builtThrough, partitionsIn, step } from '../plan/plan.ts';
import type { BuiltMember, BuiltUnit } from './build-unit.ts';

/** Which partitions a unit built of a summary, and what the summary is complete through when they are published. */
export type Completeness = { partitions: string[]; builtThrough: string | null; completeThrough: string | null };

/**
 * Complete through is the smaller of the end of the partitions built without a gap and the source's own watermark. A
 * closed source is complete for ever; of an unknown one nothing is claimed beyond the moment of the build. A downstream
 * summary is never complete beyond its upstream.
 */
export async function completenessOf(
  db: Queryable,
  schema: string,
  unit: BuiltUnit,
  built: BuiltMember,
  upstream: Completeness | null,
  fresh: boolean,
  /** First and last day of the rows, where that is known. */
  seen?: { first: string; last: string } | null,
): Promise<Completeness> {
  const { partition, zone } = built.member.plan;
  const span = seen === undefined ? await spanOf(db, schema, built) : seen;
  if (!partition) {
    const ends = upstream
      ? [upstream.completeThrough]
      : unit.watermark.kind === 'closed'
        ? [await midnight(db, span && nextDay(span.last), zone)]
        : [sourceEnd(unit)];
    return { partitions: [], builtThrough: null, completeThrough: await least(db, ends) };
  }
  const lastDay = [span?.last, unit.watermark.kind === 'through' ? unit.watermark.day : null]
    .filter((day): day is string => typeof day === 'string')
    .sort()
    .at(-1);
  const partitions = built.days
    ? partitionsIn(built.days, partition.by)
    : span && lastDay
      ? partitionsIn({ from: span.first, to: nextDay(lastDay) }, partition.by)
      : [];
  const before = fresh ? [] : (unit.base.built.get(built.member.definition.name) ?? []);
  const from = fresh ? null : await servedThrough(db, schema, unit, built);
  const through = builtThrough(new Set([...before, ...partitions]), partition.by, from);
  const end = await midnight(db, through, zone);
  const ends = upstream
    ? [end, upstream.completeThrough]
    : unit.watermark.kind === 'closed'
      ? [end]
      : [end, sourceEnd(unit), ...(await reachOf(db, unit, built))];
  return { partitions, builtThrough: through, completeThrough: await least(db, ends) };
}

/**
 * How far a unit of some days can move completeness: to its own end, and only when it begins where the summary was
 * complete before. Partitions behind it were built from an older state of the source, whatever the watermark says now.
 */
async function reachOf(db: Queryable, unit: BuiltUnit, built: BuiltMember): Promise<string[]> {
  const { definition, plan } = built.member;
  const before = unit.base.served.get(definition.name)?.completeThrough ?? null;
  if (!built.days || before === null) return [];
  const { rows } = await db.query<{ reach: string }>(
    `select case when cast($2 as date) <= cast(cast($1 as timestamptz) at time zone $4 as date)
       then greatest(cast($1 as timestamptz), cast($3 as timestamp) at time zone $4)
       else cast($1 as timestamptz) end::text as reach`,
    [before, built.days.from, built.days.to, plan.zone],
  );
  return rows.map((row) => row.reach);
}

/** Through which day the summary was built without a gap when this was built. */
async function servedThrough(
  db: Queryable,
  schema: string,
  { base }: BuiltUnit,
  { member }: BuiltMember,
): Promise<string | null> {
  const { rows } = await db.query<{ through: string | null }>(
    `select built_through::text as through from ${inSchema(schema, '_publish_summary')}
      where summary = $1 and epoch <= $2 order by epoch desc limit 1`,
    [member.definition.name, base.epoch],
  );
  return rows[0]?.through ?? null;
}

function sourceEnd(unit: BuiltUnit): string | null {
  return unit.watermark.kind === 'through' ? unit.watermark.moment : unit.base.at;
}

const nextDay = (day: string) => step('day', day, 1);

async function spanOf(db: Queryable, schema: string, built: BuiltMember) {
  const rows = built.tables[0];
  const time =
    built.member.plan.partition?.column ?? rows?.relation.columns.find((column) => column.role === 'time')?.name;
  if (!rows || !time || built.days) return null;
  const { rows: spans } = await db.query<{ first: string | null; last: string | null }>(
    `select cast(min(${quoted(time)}) as date)::text as first, cast(max(${quoted(time)}) as date)::text as last
       from ${inSchema(schema, rows.table)}`,
  );
  const span = spans[0];
  return span?.first && span.last ? { first: span.first, last: span.last } : null;
}

/** The moment a day begins in a zone. */
export async function midnight(db: Queryable, day: string | null | undefined, zone: string): Promise<string | null> {
  if (!day) return null;
  const { rows } = await db.query<{ at: string }>(`select (cast($1 as timestamp) at time zone $2)::text as at`, [
    day,
    zone,
  ]);
  return rows[0]?.at ?? null;
}

/** The earliest of some moments; null, which is "nothing", when one is missing. */
export async function least(db: Queryable, moments: (string | null)[]): Promise<string | null> {
  if (moments.includes(null)) return null;
  const all = engineDialect(db).rows('m', { moment: { type: 'timestamptz', values: moments } }, 1);
  const { rows } = await db.query<{ least: string }>(
    `select min(m.moment)::text as least from ${all.text}`,
    all.values,
  );
  return rows[0]?.least ?? null;
}

/** Moments are compared to the millisecond, as they are kept for readers. */
export function sameMoment(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return Date.parse(a) === Date.parse(b.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}
