import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { random } from '../testing/random.ts';
import { readAt } from '../testing/read-at.ts';
import type { Shop } from '../testing/shop.ts';
import { openStock, plainStock } from '../testing/stock.ts';

const hour = 3_600_000;

/** Where clocks went forward and back in the weeks that are counted; one at midnight. */
const zones: [string, string][] = [
  ['America/New_York', '2024-11-10T00:00:00Z'],
  ['America/Sao_Paulo', '2018-11-10T00:00:00Z'],
  ['Australia/Lord_Howe', '2024-04-12T00:00:00Z'],
];

/** How many generated histories; `SUMMA_LEVELS=60` for the long form. */
const histories = Number(process.env.SUMMA_LEVELS ?? zones.length);

type State = { id: number; now: number };

/** Counts of whole hours, so that many share the last moment of a day; some days have none. */
async function countStock(shop: Shop, next: () => number, state: State, rows: number, hours: number): Promise<void> {
  const counted = Array.from({ length: rows }, () => {
    const at = Math.floor((state.now - next() * hours * hour) / hour) * hour;
    return [
      ++state.id,
      new Date(Math.floor(at / (24 * hour)) % 5 === 0 ? at - 24 * hour : at).toISOString(),
      next() < 0.1 ? null : ['north', 'south', 'São', ''][Math.floor(next() * 4)],
      next() < 0.1 ? null : Math.floor(next() * 200) - 40,
      next() < 0.1 ? null : (next() * 100 - 5).toFixed(2),
      next() < 0.1 ? null : Math.max(0, Math.floor(next() * 8) - 2),
      next() < 0.1 ? null : next() * 10 - 2,
    ];
  });
  await shop.pool.query(
    `insert into raw.stock
     select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::int[], $5::numeric[], $6::int[], $7::float8[])`,
    [0, 1, 2, 3, 4, 5, 6].map((column) => counted.map((row) => row[column])),
  );
}

/** Counts come late, are corrected and taken back, the last ones of days first of all. */
async function change(shop: Shop, next: () => number, state: State): Promise<void> {
  state.now += next() * 40 * hour;
  await countStock(shop, next, state, Math.floor(next() * 20) + 1, 60);
  const recent = new Date(state.now - 60 * hour).toISOString();
  await shop.pool.query(
    `delete from raw.stock s using (select max(counted_at) as at from raw.stock where counted_at > $1) m
      where s.counted_at = m.at and s.stock_id % 2 = $2`,
    [recent, Math.floor(next() * 2)],
  );
  await shop.pool.query(
    `update raw.stock set units = null, price = -price, sold = case when stock_id % 2 = 0 then 0 else sold end
      where counted_at > $1 and stock_id % 5 = $2`,
    [recent, Math.floor(next() * 5)],
  );
}

async function assertEqualsPlain(shop: Shop, zone: string, message: string): Promise<void> {
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  for (const [summary, query] of Object.entries(plainStock(zone))) {
    const { rows } = await shop.pool.query(query);
    assert.ok(rows.length > 0);
    assert.deepEqual(sorted(await readAt(shop.pool, epoch, summary)), sorted(rows), `${zone}, ${summary}, ${message}`);
  }
}

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('last values and averages', () => {
  it('are those of plain SQL, built wholly and part by part', { timeout: 300_000 + histories * 30_000 }, async () => {
    for (let seed = 1; seed <= histories; seed++) {
      const [zone, now] = zones[seed % zones.length] ?? ['UTC', '2024-04-12T00:00:00Z'];
      const shop = await openStock(await testDatabase(), zone);
      try {
        const next = random(seed);
        const state = { id: 0, now: Date.parse(now) };
        await countStock(shop, next, state, 300, 40 * 24);
        const refresh = async (mode: 'all' | 'due') => {
          assert.equal(await shop.refresh({ mode }), null);
          for (const summary of ['weekly', 'closing', 'hourly']) {
            assert.equal(await shop.refresh({ mode, summary, allowEmpty: true }), null);
          }
        };
        await refresh('all');
        await assertEqualsPlain(shop, zone, `seed ${seed}, built`);
        for (let round = 1; round <= 4; round++) {
          await change(shop, next, state);
          await refresh('due');
          await assertEqualsPlain(shop, zone, `seed ${seed}, round ${round}`);
        }
        const { epoch } = await latestEpoch(shop.pool, 'summa');
        await refresh('all');
        assert.equal((await latestEpoch(shop.pool, 'summa')).epoch, epoch, 'built wholly, nothing differs');
      } finally {
        await shop.drop();
      }
    }
  });

  it('take the later of two hours that the clock shows alike', async (t) => {
    const shop = await openStock(await testDatabase(), 'America/New_York');
    t.after(() => shop.drop());
    await shop.pool.query(`
      insert into raw.stock (stock_id, counted_at, store, units)
      values (1, '2024-11-03 05:50Z', 'north', 50), (2, '2024-11-03 06:10Z', 'north', 10), (3, '2024-11-03 05:55Z', 'south', 55)`);
    assert.equal(await shop.refresh({ summary: 'hourly' }), null);
    assert.deepEqual(await readAt(shop.pool, 1, 'hourly'), [
      { hour: '2024-11-03 01:00:00', store: 'north', units: '10' },
      { hour: '2024-11-03 01:00:00', store: 'south', units: null },
    ]);
  });
});
