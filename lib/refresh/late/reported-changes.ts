import type { Partition } from '#lib/compile/partition.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { alignedTo, type Days, partitionsIn, step } from '../plan/plan.ts';
import { type Reach, reachesOf } from './reach.ts';

/** A partition that is served, with the number of the last change its build has seen; null where that is not known. */
export type BuiltFrom = { partition: string; seen: number | null };

/** What a loader has reported, numbered in the order of commits; without days everything has changed. */
export type ReportedChange = { id: number; source: string; days: Days | null };

export type Reported = { built: BuiltFrom[]; changes: ReportedChange[] };

/** Reads what {@link reportedStale} and its like decide by, for warehouses in which nothing logs changes but loaders. */
export async function readReported(
  db: Queryable,
  schema: string,
  head: SummaryDefinition,
  only?: string,
): Promise<Reported> {
  const sources = head.sources.map(({ name }) => name).filter((name) => only === undefined || name === only);
  const isOne = engineDialect(db).isOneOf('source', 'text', sources, 1);
  const built = await db.query<{ partition: string; seen: string | null }>(
    `select p."partition"::text as "partition", p."snapshot" as seen
       from ${inSchema(schema, '_partition')} p join ${inSchema(schema, '_generation')} g on g.id = p.generation
      where g.summary = $1 and g.from_epoch is not null and g.to_epoch is null order by 1`,
    [head.name],
  );
  const changes = await db.query<{ id: string; source: string; from: string | null; to: string | null }>(
    `select id::text as id, source, day_from::text as "from", day_to::text as "to"
       from ${inSchema(schema, '_change')} where ${isOne.text} order by 1`,
    isOne.values,
  );
  return {
    built: built.rows.map(({ partition, seen }) => ({ partition, seen: seen === null ? null : Number(seen) })),
    changes: changes.rows.map(({ id, source, from, to }) => ({
      id: Number(id),
      source,
      days: from && to ? { from, to } : null,
    })),
  };
}

/** The built partitions that a change touches which their build has not seen, and whether one touches everything. */
export function reportedStale(
  { built, changes }: Reported,
  head: SummaryDefinition,
  by: Partition['by'],
): { partition: string; whole: boolean }[] {
  const reaches = reachesOf(head);
  const all = changes.filter((change) => isWhole(change, reaches));
  const strict = reaches.some((reach) => reach.strict);
  return built.flatMap(({ partition, seen }) => {
    const whole = seen === null ? strict || all.length > 0 : all.some(({ id }) => id > seen);
    const touched = changes.some((change) => !isWhole(change, reaches) && touches(change, partition, seen, by));
    return whole || touched ? [{ partition, whole }] : [];
  });
}

/** Reported days that are, at least in part, of partitions never built. */
export function reportedOutside({ built, changes }: Reported, head: SummaryDefinition, by: Partition['by']): Days[] {
  const have = new Set(built.map(({ partition }) => partition));
  const reaches = reachesOf(head);
  return changes.flatMap((change) => {
    if (isWhole(change, reaches) || change.days === null) return [];
    return isOutside(change.days, have, by) ? [change.days] : [];
  });
}

/** The changes that some partition has not seen which they touch. */
export function reportedNeeded(
  { built, changes }: Reported,
  head: SummaryDefinition,
  by: Partition['by'],
): ReportedChange[] {
  const have = new Set(built.map(({ partition }) => partition));
  const reaches = reachesOf(head);
  return changes.filter((change) =>
    isWhole(change, reaches) || change.days === null
      ? built.some(({ seen }) => seen === null || change.id > seen)
      : isOutside(change.days, have, by) || built.some(({ partition, seen }) => touches(change, partition, seen, by)),
  );
}

function isWhole({ source, days }: ReportedChange, reaches: readonly Reach[]): boolean {
  return days === null || !reaches.some((reach) => reach.source === source && reach.mapped);
}

function touches({ id, days }: ReportedChange, partition: string, seen: number | null, by: Partition['by']): boolean {
  if (days === null || (seen !== null && id <= seen)) return false;
  const wide = alignedTo(by, days);
  return partition >= wide.from && partition < days.to;
}

/** Days before the first or after the last partition, or in a gap between them. Not listed one by one: there may be millennia. */
function isOutside(days: Days, have: ReadonlySet<string>, by: Partition['by']): boolean {
  const known = [...have].sort();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return true;
  if (days.from < first || days.to > step(by, last, 1)) return true;
  return partitionsIn(days, by).some((partition) => !have.has(partition));
}
