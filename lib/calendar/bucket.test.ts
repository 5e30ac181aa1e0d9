import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addBuckets, bucketCount, bucketsOf, endOf, isWhole, startOf, wholeBuckets } from './bucket.ts';
import { addDays } from './day.ts';

const buckets = ['day', 'week', 'month', 'quarter', 'year'] as const;
const weekStarts = ['monday', 'sunday'] as const;

describe('startOf(bucket, day, weekStart)', () => {
  it('starts weeks on Monday or on Sunday', () => {
    assert.deepEqual(
      ['2026-11-21', '2026-11-22', '2026-11-23'].map((day) => startOf('week', day, 'monday')),
      ['2026-11-16', '2026-11-16', '2026-11-23'],
    );
    assert.deepEqual(
      ['2026-11-21', '2026-11-22', '2026-11-23'].map((day) => startOf('week', day, 'sunday')),
      ['2026-11-15', '2026-11-22', '2026-11-22'],
    );
    assert.equal(startOf('quarter', '2026-11-22', 'monday'), '2026-10-01');
    assert.equal(startOf('year', '2026-11-22', 'sunday'), '2026-01-01');
  });

  it('puts every day into the one bucket it lies in', () => {
    for (const bucket of buckets) {
      for (const weekStart of weekStarts) {
        for (let index = 0; index < 1500; index++) {
          const day = addDays('2023-06-11', index);
          const [start, end] = [startOf(bucket, day, weekStart), endOf(bucket, day, weekStart)];
          assert.ok(start <= day && day <= end, `${bucket} ${day}`);
          assert.equal(startOf(bucket, end, weekStart), start);
          assert.equal(startOf(bucket, addDays(end, 1), weekStart), addDays(end, 1));
        }
      }
    }
  });
});

describe('bucketsOf(bucket, days, weekStart)', () => {
  it('covers every day of a range once', () => {
    for (const bucket of buckets) {
      for (const weekStart of weekStarts) {
        for (let length = 0; length < 800; length += 37) {
          const days = { from: '2023-12-28', to: addDays('2023-12-28', length) };
          const starts = bucketsOf(bucket, days, weekStart);
          assert.equal(starts.length, bucketCount(bucket, days, weekStart));
          const whole = wholeBuckets(bucket, days, weekStart);
          assert.ok(isWhole(bucket, whole, weekStart));
          assert.equal(starts[0], whole.from);
          assert.equal(endOf(bucket, starts.at(-1) ?? '', weekStart), whole.to);
          for (const [at, start] of starts.slice(1).entries())
            assert.equal(start, addBuckets(bucket, starts[at] ?? '', 1));
        }
      }
    }
  });

  it('is empty for a range that ends before it begins', () =>
    assert.deepEqual(bucketsOf('day', { from: '2024-02-02', to: '2024-02-01' }, 'monday'), []));
});
