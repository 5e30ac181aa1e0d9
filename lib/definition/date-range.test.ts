import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addDays,
  addMonths,
  type DateRange,
  dateRangeText,
  parseDateRange,
  previousDays,
  resolveDateRange,
  startOf,
} from './date-range.ts';

const available = { from: '2024-01-10', to: '2026-03-31' };
const resolve = (text: string) => {
  const range = parseDateRange(text);
  assert.ok(range, text);
  return resolveDateRange(range, available);
};

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

describe('parseDateRange(text)', () => {
  it('reads what definitions and URLs write, and writes it back', () => {
    for (const text of [
      'last-28-days',
      'last-1-day',
      'last-3-months',
      'quarter-to-date',
      'all',
      '2001-01-01..2001-06-30',
    ]) {
      assert.equal(dateRangeText(parseDateRange(text) as DateRange), text);
    }
    assert.deepEqual(parseDateRange('last 28 days'), parseDateRange('last-28-days'));
  });

  it('refuses what is no range', () => {
    for (const text of [
      '',
      'last 0 days',
      'yesterday',
      '2001-02-30..2001-03-01',
      '2001-06-30..2001-01-01',
      '2001-01-01',
      'last 28 days; drop table x',
    ]) {
      assert.equal(parseDateRange(text), null, text);
    }
  });
});

describe('resolveDateRange(range, available)', () => {
  it('ends relative ranges with the last complete day', () => {
    assert.deepEqual(resolve('last 7 days'), { from: '2026-03-25', to: '2026-03-31' });
    assert.deepEqual(resolve('last 2 weeks'), { from: '2026-03-18', to: '2026-03-31' });
    assert.deepEqual(resolve('last 12 months'), { from: '2025-04-01', to: '2026-03-31' });
    assert.deepEqual(resolve('month to date'), { from: '2026-03-01', to: '2026-03-31' });
    assert.deepEqual(resolve('quarter to date'), { from: '2026-01-01', to: '2026-03-31' });
    assert.deepEqual(resolve('all'), available);
  });

  it('leaves two named days as they are', () => {
    assert.deepEqual(resolve('2001-01-01..2001-06-30'), { from: '2001-01-01', to: '2001-06-30' });
  });
});

describe('previousDays(days, compare)', () => {
  it('is as long as the period and ends the day before it', () => {
    assert.deepEqual(previousDays({ from: '2024-03-01', to: '2024-03-28' }, 'previous period'), {
      from: '2024-02-02',
      to: '2024-02-29',
    });
    assert.deepEqual(previousDays({ from: '2024-02-29', to: '2024-02-29' }, 'previous year'), {
      from: '2023-02-28',
      to: '2023-02-28',
    });
  });
});

describe('startOf(unit, day) and addMonths(day, count)', () => {
  it('starts weeks on Monday', () => {
    assert.equal(startOf('week', '2026-11-22'), '2026-11-16');
    assert.equal(startOf('week', '2026-11-23'), '2026-11-23');
    assert.equal(startOf('quarter', '2026-11-22'), '2026-10-01');
  });

  it('keeps to the last day of a shorter month', () => {
    assert.equal(addMonths('2024-03-31', -1), '2024-02-29');
    assert.equal(addMonths('2024-12-31', 2), '2025-02-28');
  });
});
