import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSummary } from './check-summary.ts';
import { count, sum } from './columns.ts';
import { date, month } from './grain.ts';
import { defineSource } from './source.ts';
import { defineSummary, definitionOf, type Refresh, rowsFrom, rowsOf } from './summary.ts';

const orders = defineSource({ name: 'orders', table: 'raw.orders', columns: { ordered_at: 'timestamptz' } });

const daily = (refresh: Refresh) =>
  defineSummary({
    name: 'daily',
    description: 'Orders per day.',
    from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at'])),
    grain: { day: date('ordered_at') },
    columns: { orders: count() },
    refresh: { by: 'day', ...refresh },
    zone: 'UTC',
  });

const found = (refresh: Refresh) => checkSummary(definitionOf(daily(refresh))).map((problem) => problem.found);

describe('refresh: { cron }', () => {
  it('takes five fields, in a zone', () => {
    assert.deepEqual(found({ cron: '0 6 * * *' }), []);
    assert.deepEqual(found({ cron: '0 6 * * 1-5', zone: 'Asia/Seoul' }), []);
  });

  it('refuses others, two schedules, and a zone for nothing', () => {
    assert.deepEqual(found({ cron: '0 6 * *' }), ["'0 6 * *'"]);
    assert.deepEqual(found({ cron: '0 25 * * *' }), ["'25' for the hour of '0 25 * * *'"]);
    assert.deepEqual(found({ cron: '0 6 * * *', every: '1 day' }), ["'cron' and 'every'"]);
    assert.deepEqual(found({ zone: 'Asia/Seoul', every: '1 day' }), ["a zone without 'cron'"]);
    assert.deepEqual(found({ cron: '0 6 * * *', zone: 'Seoul' }), ["the time zone 'Seoul'"]);
  });

  it('belongs to the summary that reads the sources', () => {
    const monthly = defineSummary({
      name: 'monthly',
      description: 'Orders per month.',
      from: rowsOf(daily({})),
      grain: { month: month('day') },
      columns: { orders: sum('orders') },
      refresh: { by: 'month', cron: '0 6 * * *' },
      zone: 'UTC',
    });
    assert.deepEqual(
      checkSummary(definitionOf(monthly)).map((problem) => problem.found),
      ['a cron on rows of daily'],
    );
  });
});
