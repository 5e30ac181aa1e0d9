import assert from 'node:assert/strict';
import { it } from 'node:test';
import { notNull } from '#lib/definition/checks.ts';
import { count } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { dropOfEnded } from '../run/ended-runs.ts';
import { openShop, orders } from '../testing/shop.ts';
import { clearQuarantine } from './clear-quarantine.ts';
import { discardQuarantine } from './discard.ts';
import { listQuarantine } from './list-quarantine.ts';
import { quarantineDetail } from './quarantine-detail.ts';

const from = rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country']));
const summary = (name: string, checks: ReturnType<typeof notNull>[]) =>
  defineSummary({
    name,
    description: 'Orders per day and country.',
    from,
    grain: { day: date('ordered_at'), country: text() },
    columns: { orders: count() },
    refresh: { by: 'day', lookBack: 40 },
    zone: 'UTC',
    checks,
  });
const registry = defineRegistry({
  summaries: [summary('checked', [notNull('country')]), summary('other', [])],
  dashboards: [],
});

const damages = [
  `update summa._quarantine set build = '{"members": [{"summary": "checked", "tables": null}]}' where state = 'open'`,
  `update summa._quarantine set build = 'null', checks = '{}' where state = 'open'`,
];

it('a record that cannot be read stops no refresh and can be discarded', { timeout: 120_000 }, async (t) => {
  const shop = await openShop(await testDatabase(), registry);
  t.after(() => shop.drop());
  const warned = t.mock.method(console, 'warn', () => {});
  await shop.pool.query(`
      insert into raw.orders select g, timestamptz '2024-03-01Z' + g * interval '6 hours', 'KR', g, 1 from generate_series(1, 40) g`);
  assert.equal(await shop.refresh({ summary: 'checked' }), null);
  assert.equal(await shop.refresh({ summary: 'other' }), null);
  await shop.pool.query('update raw.orders set country = null where order_id = 39');
  for (const damage of damages) {
    assert.match((await shop.refresh({ summary: 'checked' })) ?? 'published', /no 'country'/);
    warned.mock.resetCalls();
    await shop.pool.query(damage);

    assert.equal(await shop.refresh({ summary: 'other' }), null);
    await clearQuarantine(shop.pool, 'summa');
    const [open] = await listQuarantine(shop.pool, 'summa', registry, { open: true });
    assert.deepEqual([open?.summary, open?.refusal?.key], ['checked', 'quarantine.refusedDamaged']);
    const id = open?.id ?? '';
    assert.deepEqual((await quarantineDetail(shop.pool, 'summa', registry, id))?.members, []);
    const lines = warned.mock.calls.map((call) => String(call.arguments[0]));
    assert.deepEqual(
      lines.map((line) => line.startsWith(`Quarantine ${id} of checked cannot be read`)),
      [true],
    );

    const decision = { id, reason: 'damaged', who: 'test' };
    await discardQuarantine(shop.engine.store, shop.pool, 'summa', registry, decision);
    await dropOfEnded(shop.pool, shop.engine.store, 'summa');
    const left = await shop.pool.query(`select tablename from pg_tables where tablename ~ '^_s[0-9]+_'`);
    assert.deepEqual(left.rows, []);
  }
});
