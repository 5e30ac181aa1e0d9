import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays, addMonths, earlierOf, isDay, laterOf, overlap } from './day.ts';

describe('addDays(day, count)', () => {
  it('counts as the calendar does, over ends of months and leap days', () => {
    const start = Date.UTC(1999, 11, 1);
    const day = (index: number) => new Date(start + index * 86_400_000).toISOString().slice(0, 10);
    for (let index = 400; index < 1200; index++) {
      for (const count of [-366, -31, -28, -1, 0, 1, 27, 28, 30, 365]) {
        assert.equal(addDays(day(index), count), day(index + count), `${day(index)} ${count}`);
      }
    }
  });
});

describe('addMonths(day, count)', () => {
  it('keeps to the last day of a shorter month', () => {
    assert.equal(addMonths('2024-03-31', -1), '2024-02-29');
    assert.equal(addMonths('2024-12-31', 2), '2025-02-28');
    assert.equal(addMonths('2024-02-29', -12), '2023-02-28');
  });
});

describe('isDay(text)', () => {
  it('knows the days there are', () => {
    for (const day of ['2024-02-29', '0001-01-01', '9999-12-31']) assert.equal(isDay(day), true, day);
    for (const day of ['2023-02-29', '2024-2-9', '2024-13-01', '', '2024-01-01T00:00:00Z'])
      assert.equal(isDay(day), false, day);
  });
});

describe('overlap(a, b)', () => {
  it('is what both have, or null', () => {
    const january = { from: '2024-01-01', to: '2024-01-31' };
    assert.deepEqual(overlap(january, { from: '2024-01-20', to: '2024-03-01' }), {
      from: '2024-01-20',
      to: '2024-01-31',
    });
    assert.equal(overlap(january, { from: '2024-02-01', to: '2024-03-01' }), null);
    assert.deepEqual(
      [earlierOf('2024-01-02', '2023-12-31'), laterOf('2024-01-02', '2023-12-31')],
      ['2023-12-31', '2024-01-02'],
    );
  });
});
