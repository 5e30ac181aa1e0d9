import { sql } from 'kysely';
import type pg from 'pg';
import { compile } from '#lib/compile/bind.ts';
import { relationAt, relationNamed } from '#lib/compile/read.ts';
import { type Pinned, pinEpoch } from '#lib/query/pinned.ts';
import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import type { PageRead } from '../history/history.ts';
import { dailyOf, monthlyOf } from './shops.ts';

export type Connections = readonly [pg.Client, pg.Client];

/** What a page said, and at which epoch. */
export type Page = Pick<PageRead, 'epoch' | 'asked' | 'daily' | 'monthly' | 'buyers' | 'pairs'>;

/**
 * Reads one page as a dashboard does: an epoch is pinned, then three tiles and a companion are read at it over two
 * connections, each looking at its horizon afterwards. Null before anything of the shop was published.
 */
export async function readPage([one, two]: Connections, shop: string, asked: number | null): Promise<Page | null> {
  const pinned = await pinEpoch(one, 'summa', asked);
  if (!pinned.generations.has(dailyOf(shop)) && !pinned.generations.has(monthlyOf(shop))) return null;
  const onOne = async () => {
    const daily = await tile(one, pinned, dailyOf(shop), ['orders', 'revenue']);
    return { daily, pairs: await tile(one, pinned, dailyOf(shop), [], 'buyers') };
  };
  const onTwo = async () => {
    const monthly = await tile(two, pinned, monthlyOf(shop), ['orders', 'revenue']);
    return { monthly, buyers: await tile(two, pinned, dailyOf(shop), ['buyers']) };
  };
  // An export has one connection, on which its statements follow each other.
  const [{ daily, pairs }, { monthly, buyers }] =
    one === two ? [await onOne(), await onTwo()] : await Promise.all([onOne(), onTwo()]);
  return {
    epoch: pinned.epoch,
    asked: asked !== null,
    daily: { orders: daily[0] ?? '0', revenue: daily[1] ?? '0' },
    monthly: { orders: monthly[0] ?? '0', revenue: monthly[1] ?? '0' },
    buyers: buyers[0] ?? '0',
    pairs: pairs[0] ?? '0',
  };
}

/** The sums of some columns as texts, or with no columns the number of rows. */
async function tile(
  client: pg.Client,
  pinned: Pinned,
  summary: string,
  columns: string[],
  relation = 'rows',
): Promise<string[]> {
  const generation = pinned.generations.get(summary);
  const stored = generation && relationNamed(generation.relations, relation);
  if (!stored) return [];
  const sums = columns.map((column) => sql`coalesce(sum(${sql.ref(column)}), 0)::text`);
  const selected = sql.join(sums.length > 0 ? sums : [sql`count(*)::text`]);
  const query = compile(sql`select ${selected} from ${relationAt('summa', stored, pinned.epoch)}`);
  const { rows } = await readAboveHorizon(client, 'summa', { summary, epoch: pinned.epoch }, () =>
    client.query<string[]>({ text: query.sql, values: [...query.parameters], rowMode: 'array' }),
  );
  return rows[0] ?? [];
}
