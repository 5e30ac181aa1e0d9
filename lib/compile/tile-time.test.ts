import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays } from '#lib/definition/date-range.ts';
import { bucketCount, bucketsOf, comparedDays, counterpart, endOf, nextBucket, wholeBuckets } from './tile-time.ts';

const buckets = ['day', 'week', 'month', 'quarter', 'year'] as const;

describe('bucketsOf(bucket, days)', () => {
  it('covers every day of a range once', () => {
    for (const bucket of buckets) {
      for (let length = 0; length < 800; length += 37) {
        const days = { from: '2023-12-28', to: addDays('2023-12-28', length) };
        const starts = bucketsOf(bucket, days);
        assert.equal(starts.length, bucketCount(bucket, days));
        const whole = wholeBuckets(bucket, days);
        assert.equal(starts[0], whole.from);
        assert.equal(endOf(bucket, starts.at(-1) ?? ''), whole.to);
        for (const [at, start] of starts.slice(1).entries()) assert.equal(start, nextBucket(bucket, starts[at] ?? ''));
      }
    }
  });
  it('is empty for a range that ends before it begins', () =>
    assert.deepEqual(bucketsOf('day', { from: '2024-02-02', to: '2024-02-01' }), []));
});

describe('comparedDays(bucket, days, compare)', () => {
  it('is as many days, or as many months', () => {
    const days = { from: '2024-03-01', to: '2024-05-31' };
    assert.deepEqual(comparedDays('day', days, 'previous period'), { from: '2023-11-30', to: '2024-02-29' });
    assert.deepEqual(comparedDays('month', days, 'previous period'), { from: '2023-12-01', to: '2024-02-29' });
    assert.deepEqual(comparedDays('month', days, 'previous year'), { from: '2023-03-01', to: '2023-05-31' });
    assert.deepEqual(comparedDays('week', { from: '2024-03-04', to: '2024-03-10' }, 'previous year'), {
      from: '2023-03-06',
      to: '2023-03-12',
    });
  });
  it('is nothing beyond four-digit years', () =>
    assert.equal(comparedDays('day', { from: '1000-01-01', to: '2999-12-31' }, 'previous period'), null));
});

describe('counterpart(bucket, start, days, compared, compare)', () => {
  it('is at the same place of the period', () => {
    const days = { from: '2024-03-06', to: '2024-03-31' };
    const compared = comparedDays('day', days, 'previous period') ?? days;
    assert.equal(counterpart('day', '2024-03-08', days, compared, 'previous period'), addDays(compared.from, 2));
    assert.equal(counterpart('week', '2024-03-04', days, compared, 'previous period'), '2024-02-05');
  });
});
