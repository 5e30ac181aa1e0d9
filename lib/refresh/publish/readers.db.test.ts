import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { defaultLimits } from '../run/context.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { relationSql } from '../testing/read-at.ts';
import { openShop, type Shop } from '../testing/shop.ts';

const readers = 4;
const rounds = 24;

type Page = { epoch: number; daily: string; monthly: string; buyers: string; pairs: string };

/** One page: three tiles on two connections, all pinned to the epoch the page began with. */
async function readPage(connections: readonly pg.Client[], epoch?: number): Promise<Page> {
  const [one, two] = connections as [pg.Client, pg.Client];
  const at = epoch ?? (await latestEpoch(one, 'summa')).epoch;
  const value = async (client: pg.Client, summary: string, expression: string, relation = 'rows') => {
    const from = await relationSql(client, at, summary, relation);
    const { rows } = await client.query<{ v: string }>(`select ${expression}::text as v from ${from?.sql} as r`);
    return rows[0]?.v ?? 'none';
  };
  const [daily, buyers] = await Promise.all([
    value(one, 'daily', "sum(revenue) || ' ' || sum(orders)"),
    value(two, 'daily', 'sum(buyers)'),
  ]);
  const [monthly, pairs] = await Promise.all([
    value(two, 'monthly', "sum(revenue) || ' ' || sum(orders)"),
    value(one, 'daily', 'count(*)', 'buyers'),
  ]);
  return { epoch: at, daily, monthly, buyers, pairs };
}

/** Changes rows in every round, refreshes in one of the three ways, and records what plain SQL says at each epoch. */
async function refreshConstantly(shop: Shop): Promise<Map<number, string>> {
  const truth = new Map<number, string>();
  for (let round = 0; round < rounds; round++) {
    // 7.13 differs from anything a torn page could add up to by chance.
    await shop.pool.query('update raw.orders set amount = amount + 7.13 where order_id % 10 = $1', [round % 10]);
    await shop.pool.query('delete from raw.orders where order_id % 97 = $1', [round]);
    const ways = [
      { mode: 'all' as const, range: { from: '2024-01-01', to: '2025-01-01' }, limits: defaultLimits },
      { mode: 'all' as const, range: { from: '2024-01-01', to: '2025-01-01' }, limits: { changedRows: 5 } },
      { mode: 'all' as const, range: null, limits: defaultLimits },
    ];
    const { limits, ...wish } = ways[round % 3] ?? { mode: 'due' as const, limits: defaultLimits };
    const { id } = await requestRefresh(shop.engine.store, shop.engine.registry, {
      summary: 'monthly',
      requestedBy: 'test',
      ...wish,
    });
    assert.equal(await runToItsEnd({ ...shop.engine, limits }, id), null);
    const { epoch } = await latestEpoch(shop.pool, 'summa');
    const { rows } = await shop.pool.query<{ v: string }>(
      "select sum(cast(amount as numeric(38,2))) || ' ' || count(*) as v from raw.orders",
    );
    truth.set(epoch, rows[0]?.v ?? '');
  }
  return truth;
}

describe('pages read during constant refresh', () => {
  it('agree in all their tiles, and read the same again later', { timeout: 120_000 }, async (t) => {
    const shop = await openShop(await testDatabase());
    t.after(() => shop.drop());
    await shop.pool.query(`
      insert into raw.orders
      select g, timestamptz '2024-02-20 00:00Z' + g * interval '7 minutes', case g % 3 when 0 then 'KR' else 'US' end, g, g % 50
        from generate_series(1, 5000) g`);
    assert.equal(await shop.refresh(), null);
    const clients = await Promise.all(
      Array.from({ length: readers * 2 }, async () => {
        const client = new pg.Client(shop.readUrl);
        client.on('error', () => {});
        await client.connect();
        return client;
      }),
    );
    let done = false;
    const pages: Page[] = [];
    const reading = Array.from({ length: readers }, async (_, reader) => {
      while (!done) pages.push(await readPage(clients.slice(reader * 2, reader * 2 + 2)));
    });
    const truth = await refreshConstantly(shop).finally(() => {
      done = true;
    });
    await Promise.all(reading);
    for (const page of pages) {
      assert.equal(page.daily, page.monthly, `epoch ${page.epoch}`);
      assert.equal(page.buyers, page.pairs, `epoch ${page.epoch}`);
      const known = truth.get(page.epoch);
      if (known) assert.equal(page.daily, known, `epoch ${page.epoch}`);
    }
    const seen = new Map(pages.map((page) => [page.epoch, page]));
    for (const [epoch, page] of seen)
      assert.deepEqual(await readPage(clients, epoch), page, `epoch ${epoch} read later`);
    t.diagnostic(`${pages.length} pages over ${seen.size} epochs, 0 torn`);
    assert.ok(seen.size > 5);
    await Promise.all(clients.map((client) => client.end()));
  });
});
