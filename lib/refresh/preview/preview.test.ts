import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredColumn } from '#lib/compile/stored.ts';
import { columnChange } from './column-changes.ts';
import { estimate } from './estimate.ts';
import { partitionCount, plannedDays } from './planned-days.ts';

const unit = (from: string, to: string) => ({ unit: `${from}..${to}`, days: { from, to } });

describe('plannedDays(units)', () => {
  it('joins days that touch, whatever their order', () => {
    const units = [
      unit('2024-02-01', '2024-03-01'),
      unit('2024-01-05', '2024-02-01'),
      unit('2024-03-02', '2024-03-03'),
    ];
    const { first, last, ranges } = plannedDays(units);
    assert.deepEqual(ranges, [
      { from: '2024-01-05', to: '2024-03-01' },
      { from: '2024-03-02', to: '2024-03-03' },
    ]);
    assert.deepEqual([first, last], ['2024-01-05', '2024-03-02']);
  });

  it('lists at most 50, and knows the last day of all', () => {
    const units = Array.from({ length: 60 }, (_, n) => unit(`${2000 + n}-01-01`, `${2000 + n}-01-02`));
    const { last, ranges, joined } = plannedDays(units);
    assert.deepEqual([ranges.length, joined.length, last], [50, 60, '2059-01-01']);
  });

  it('has no days where there are none', () => {
    assert.deepEqual(plannedDays([]), { first: null, last: null, ranges: [], joined: [] });
    assert.equal(plannedDays([{ unit: 'all', days: null }]).first, null);
  });
});

describe('partitionCount(units, by)', () => {
  it('counts partitions, and a whole summary as one', () => {
    assert.equal(partitionCount([unit('2024-01-05', '2024-02-01'), unit('2024-02-01', '2024-02-03')], 'day'), 29);
    assert.equal(partitionCount([unit('2024-01-05', '2024-02-02')], 'month'), 2);
    assert.equal(partitionCount([{ days: null }], null), 1);
  });
});

describe('estimate(history, partitions)', () => {
  it('takes the median of what one partition took', () => {
    const history = [
      { run: '1', seconds: 2, partitions: 1 },
      { run: '2', seconds: 31, partitions: 31 },
      { run: '3', seconds: 900, partitions: 1 },
      { run: '3', seconds: 4, partitions: 1 },
    ];
    assert.deepEqual(estimate(history, 10), { seconds: 30, runs: 3 });
    assert.equal(estimate([], 10), null);
  });
});

describe('columnChange(summary, served, planned)', () => {
  const column = (name: string, sqlType: string): StoredColumn => ({
    name,
    sqlType,
    role: 'measure',
    bucket: null,
    additivity: 'sum',
  });
  const of = (columns: StoredColumn[], denominator = 'orders') => ({
    relations: [{ columns }],
    ratios: [{ name: 'aov', numerator: 'revenue', denominator, scale: 2 }],
  });

  it('names what is added, removed and of another type, ratios too', () => {
    const served = of([column('orders', 'bigint'), column('revenue', 'numeric(38,2)'), column('old', 'bigint')]);
    const planned = of(
      [column('orders', 'bigint'), column('revenue', 'numeric(38,4)'), column('fresh', 'date')],
      'fresh',
    );
    assert.deepEqual(columnChange('daily', served, planned), {
      summary: 'daily',
      added: ['fresh'],
      removed: ['old'],
      retyped: [
        { column: 'revenue', before: 'numeric(38,2)', after: 'numeric(38,4)' },
        { column: 'aov', before: 'revenue / orders', after: 'revenue / fresh' },
      ],
    });
    assert.equal(columnChange('daily', served, served), null);
  });
});
