import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dateRangeText, parseDateRange, resolveRange } from './date-range.ts';

const context = {
  complete: { from: '2024-01-10', to: '2026-03-31' },
  // Ten past midnight of 2 April in Seoul.
  now: new Date('2026-04-01T15:10:00Z'),
  zone: 'Asia/Seoul',
  weekStart: 'monday' as const,
};
const resolve = (text: string) => resolveRange(text, context);

describe('parseDateRange(text)', () => {
  it('reads what definitions and URLs write, and writes it back', () => {
    for (const text of [
      'last-28-days',
      'last-1-day',
      'last-3-months',
      'last-2-quarters',
      'last-1-year',
      'last-7-days-until-now',
      'last-1-day-until-now',
      'week-to-date',
      'quarter-to-date',
      'month-to-date-until-now',
      'all',
      '2001-01-01..2001-06-30',
    ]) {
      const range = parseDateRange(text);
      assert.ok(range, text);
      assert.equal(dateRangeText(range), text);
    }
    assert.deepEqual(parseDateRange('last 28 days'), parseDateRange('last-28-days'));
    assert.deepEqual(parseDateRange('Month to date until now'), parseDateRange('month-to-date-until-now'));
  });

  it('refuses what is no range', () => {
    for (const text of [
      '',
      'last 0 days',
      'yesterday',
      'until now',
      'all until now',
      'last 7 days until now until now',
      '2001-01-01..2001-06-30 until now',
      'day to date',
      '2001-02-30..2001-03-01',
      '2001-06-30..2001-01-01',
      '2001-01-01',
      'last 28 days; drop table x',
    ]) {
      assert.equal(parseDateRange(text), null, text);
    }
  });
});

describe('resolveRange(text, context)', () => {
  it('ends relative ranges with the last complete day', () => {
    assert.deepEqual(resolve('last 7 days'), { from: '2026-03-25', to: '2026-03-31' });
    assert.deepEqual(resolve('last 2 weeks'), { from: '2026-03-18', to: '2026-03-31' });
    assert.deepEqual(resolve('last 12 months'), { from: '2025-04-01', to: '2026-03-31' });
    assert.deepEqual(resolve('last 2 quarters'), { from: '2025-10-01', to: '2026-03-31' });
    assert.deepEqual(resolve('last 1 year'), { from: '2025-04-01', to: '2026-03-31' });
    assert.deepEqual(resolve('month to date'), { from: '2026-03-01', to: '2026-03-31' });
    assert.deepEqual(resolve('quarter to date'), { from: '2026-01-01', to: '2026-03-31' });
    assert.deepEqual(resolve('all'), context.complete);
  });

  it('ends those until now with the day it is in the zone', () => {
    assert.deepEqual(resolve('last 7 days until now'), { from: '2026-03-27', to: '2026-04-02' });
    assert.deepEqual(resolve('month to date until now'), { from: '2026-04-01', to: '2026-04-02' });
    assert.deepEqual(resolveRange('last 1 day until now', { ...context, zone: 'UTC' }), {
      from: '2026-04-01',
      to: '2026-04-01',
    });
  });

  it('begins a week where the summary does', () => {
    assert.deepEqual(resolve('week to date'), { from: '2026-03-30', to: '2026-03-31' });
    assert.deepEqual(resolveRange('week to date', { ...context, weekStart: 'sunday' }), {
      from: '2026-03-29',
      to: '2026-03-31',
    });
  });

  it('counts from today while nothing is built', () => {
    const unbuilt = { ...context, complete: null };
    assert.deepEqual(resolveRange('last 2 days', unbuilt), { from: '2026-04-01', to: '2026-04-02' });
    assert.deepEqual(resolveRange('all', unbuilt), { from: '2026-04-02', to: '2026-04-02' });
  });

  it('leaves two named days as they are, and no range as none', () => {
    assert.deepEqual(resolve('2001-01-01..2001-06-30'), { from: '2001-01-01', to: '2001-06-30' });
    assert.equal(resolveRange(null, context), null);
  });
});
