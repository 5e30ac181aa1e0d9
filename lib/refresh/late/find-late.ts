import { addDays } from '#lib/calendar/day.ts';
import { daysOfRows, sourceRows } from '#lib/compile/build.ts';
import { statement } from '#lib/compile/statement.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Base } from '../build/base.ts';
import type { Chain } from '../plan/chain.ts';
import { type Cursor, type Days, partitionsIn } from '../plan/plan.ts';
import { releasedDays } from '../roll-back/hold.ts';
import { changesOutside, stalePartitions } from './changed-partitions.ts';
import { followCursors } from './follow-cursors.ts';
import { movedCaptures } from './keep-capture.ts';

/** What is known of late rows when a run is planned. */
export type FoundLate = {
  /** First days of partitions to build: built ones that are stale, and ones never built that a change touches. */
  pending: string[];
  /** Whether all that was built is stale. */
  invalidated: boolean;
  /** How far cursors have come when all of that is published. */
  cursors: Cursor[];
};

/** Any day there may be. */
const everything: Days = { from: '0001-01-03', to: '9999-12-30' };

/** Finds what has changed in a chain's sources since its partitions were built, in whatever way each source tells. */
export async function findLate(db: Queryable, schema: string, chain: Chain, base: Base): Promise<FoundLate> {
  const { definition, plan } = chain.head;
  const built = base.built.get(definition.name) ?? [];
  const followed = await followCursors(db, schema, chain.head);
  const { cursors } = followed;
  if (!plan.partition || built.length === 0) return { pending: [], invalidated: false, cursors };
  const { by } = plan.partition;

  const stale = await stalePartitions(db, schema, definition);
  const released = await releasedDays(db, schema, definition.name);
  const invalidated =
    followed.whole ||
    released.includes(null) ||
    stale.filter((each) => each.whole).length === built.length ||
    (await movedCaptures(db, schema, definition.sources)).length > 0;
  const outside = await changesOutside(db, schema, definition);
  const ranges = invalidated ? [everything] : outside.ranges;
  const pending = [
    ...(invalidated ? built : stale.map(({ partition }) => partition)),
    ...released.flatMap((days) => (days ? partitionsIn(days, by) : [])),
    ...followed.partitions,
    ...outside.partitions,
    ...(await unbuiltWithRows(db, chain, ranges, built)),
  ];
  return { pending: [...new Set(pending)].sort(), invalidated, cursors };
}

/** Partitions never built between the first and the last row of each range. */
async function unbuiltWithRows(db: Queryable, chain: Chain, ranges: Days[], built: string[]): Promise<string[]> {
  const { definition, plan } = chain.head;
  const have = new Set(built);
  const found: string[] = [];
  for (const range of ranges) {
    const query = daysOfRows(definition, plan, sourceRows(definition), range);
    if (!query || !plan.partition) continue;
    const { text, values } = statement(query);
    const { rows } = await db.query<{ first: string | null; last: string | null }>(text, values);
    const { first, last } = rows[0] ?? {};
    if (!first || !last) continue;
    const partitions = partitionsIn({ from: first, to: addDays(last, 1) }, plan.partition.by);
    found.push(...partitions.filter((partition) => !have.has(partition)));
  }
  return found;
}
