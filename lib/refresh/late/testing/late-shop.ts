import assert from 'node:assert/strict';
import type { Registry } from '#lib/definition/registry.ts';
import type { Late, Watermark } from '#lib/definition/source.ts';
import { definitionOf } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { readAt } from '../../testing/read-at.ts';
import {
  daily,
  monthly,
  openShop,
  orders,
  plainBuyers,
  plainDaily,
  plainMonthly,
  type Shop,
} from '../../testing/shop.ts';
import { captureStatements, dropStatements } from '../capture-sql.ts';
import { capturedTables, tablesWithTriggers } from '../capture-state.ts';
import { pendingPartitions } from '../pending.ts';

type Options = { late: Late<'ordered_at' | 'updated_at'>; zone?: string; watermark?: Watermark };

/** The shop's definitions with another word on late rows, and no look-back that would find some of them by chance. */
export function lateRegistry({ late, zone = 'Asia/Seoul', watermark = { column: 'ordered_at' } }: Options): Registry {
  const columns = late.tier === 'cursor' ? { ...orders.columns, updated_at: 'timestamptz' as const } : orders.columns;
  const source = { ...orders, columns, watermark, late };
  const refresh = { ...definitionOf(daily).refresh, lookBack: 0 };
  const head = { ...definitionOf(daily), sources: [source], zone, refresh };
  const summaries = [head, { ...definitionOf(monthly), upstream: head, zone }];
  return { sources: [source], summaries, dashboards: [], place: 'test' };
}

export const exact = { tier: 'exact', column: 'ordered_at' } as const;

/** A shop whose orders are captured, with one order a day in January 2024 (noon in Seoul), built. */
export async function openExactShop(registry: Registry = lateRegistry({ late: exact })): Promise<Shop> {
  const shop = await openShop(await testDatabase(), registry);
  await capture(shop.pool, registry);
  await insertJanuary(shop.pool);
  assert.equal(await shop.refresh(), null);
  return shop;
}

/** One order on a day of Seoul. */
export const insertOn = (id: number, day: string) =>
  `insert into raw.orders values (${id}, '${day} 10:00+09', 'US', 5, 77)`;

export async function insertJanuary(db: Queryable): Promise<void> {
  await db.query(
    `insert into raw.orders select n, timestamptz '2024-01-01 12:00+09' + (n - 1) * interval '1 day', 'KR', n, n % 5
       from generate_series(1, 31) as n`,
  );
}

/** Sets capture up with what the command prints, as a role that owns both sides. */
export async function capture(db: Queryable, registry: Registry): Promise<void> {
  await db.query((await captureText(db, registry)).join('\n'));
}

export async function captureText(db: Queryable, registry: Registry): Promise<string[]> {
  const { source, found } = await sourceAndTables(db, registry);
  const { summa, owner } = captureStatements('summa', source, { summa: found.owner, owner: found.owner }, found.tables);
  return [...summa, ...owner];
}

export async function dropCapture(db: Queryable, registry: Registry): Promise<void> {
  const { source } = await sourceAndTables(db, registry);
  const { owner, summa } = dropStatements('summa', source, await tablesWithTriggers(db, 'summa', source));
  await db.query([...owner, ...summa].join('\n'));
}

async function sourceAndTables(db: Queryable, { sources: [source] }: Registry) {
  const found = source && (await capturedTables(db, source));
  if (!source || !found) throw new Error('The shop has no table.');
  return { source, found };
}

/** First days of the partitions that are known to be stale. */
export async function pending(shop: Shop): Promise<string[]> {
  const [head] = shop.engine.registry.summaries;
  return head ? pendingPartitions(shop.pool, 'summa', shop.engine.registry, head) : [];
}

/** Compares every row that is served with plain SQL over the raw rows. */
export async function assertEqualsPlain(shop: Shop, message?: string): Promise<void> {
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
  const plain = async (query: string) => sorted((await shop.pool.query<Record<string, string>>(query)).rows);
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily')), await plain(plainDaily), message);
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'monthly')), await plain(plainMonthly), message);
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily', 'buyers')), await plain(plainBuyers), message);
}
