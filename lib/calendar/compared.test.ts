import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Asked, comparedDays, counterpart } from './compared.ts';
import { addDays } from './day.ts';

const asked = (from: string, to: string, rest: Partial<Asked> = {}): Asked => ({
  days: { from, to },
  compare: 'previous period',
  bucket: 'day',
  weekStart: 'monday',
  toDate: null,
  through: null,
  ...rest,
});

describe('comparedDays(asked)', () => {
  it('is as many days, or as many months', () => {
    const spring = asked('2024-03-01', '2024-05-31');
    assert.deepEqual(comparedDays(spring), { from: '2023-11-30', to: '2024-02-29' });
    assert.deepEqual(comparedDays({ ...spring, bucket: 'month' }), { from: '2023-12-01', to: '2024-02-29' });
    assert.deepEqual(comparedDays({ ...spring, bucket: 'month', compare: 'previous year' }), {
      from: '2023-03-01',
      to: '2023-05-31',
    });
    const week = asked('2024-03-04', '2024-03-10', { bucket: 'week', compare: 'previous year' });
    assert.deepEqual(comparedDays(week), { from: '2023-03-06', to: '2023-03-12' });
  });

  it('is the same part of the unit before, where the range is to date', () => {
    const month = (to: string) => comparedDays(asked(`${to.slice(0, 8)}01`, to, { toDate: 'month' }));
    assert.deepEqual(month('2024-03-10'), { from: '2024-02-01', to: '2024-02-10' });
    // 30 March has more days behind it than February has.
    assert.deepEqual(month('2024-03-30'), { from: '2024-02-01', to: '2024-02-29' });
    assert.deepEqual(month('2024-02-29'), { from: '2024-01-01', to: '2024-01-31' });
    assert.deepEqual(month('2024-02-28'), { from: '2024-01-01', to: '2024-01-28' });
    assert.deepEqual(comparedDays(asked('2024-04-01', '2024-05-20', { toDate: 'quarter' })), {
      from: '2024-01-01',
      to: '2024-02-20',
    });
    assert.deepEqual(comparedDays(asked('2024-01-01', '2024-12-31', { toDate: 'year' })), {
      from: '2023-01-01',
      to: '2023-12-31',
    });
    // Sunday to Wednesday beside Sunday to Wednesday, not beside the four days before.
    assert.deepEqual(comparedDays(asked('2024-03-10', '2024-03-13', { toDate: 'week', weekStart: 'sunday' })), {
      from: '2024-03-03',
      to: '2024-03-06',
    });
    assert.deepEqual(comparedDays(asked('2025-02-01', '2025-02-28', { toDate: 'month', compare: 'previous year' })), {
      from: '2024-02-01',
      to: '2024-02-29',
    });
  });

  it('leaves out as much of the end as is not complete yet', () => {
    const through = '2024-03-20';
    assert.deepEqual(comparedDays(asked('2024-03-15', '2024-03-21', { through })), {
      from: '2024-03-08',
      to: '2024-03-13',
    });
    assert.deepEqual(comparedDays(asked('2024-03-01', '2024-03-31', { through, bucket: 'month' })), {
      from: '2024-02-01',
      to: '2024-02-20',
    });
    assert.deepEqual(comparedDays(asked('2024-01-01', '2024-03-31', { through: '2024-02-29', bucket: 'month' })), {
      from: '2023-10-01',
      to: '2023-11-30',
    });
    assert.deepEqual(comparedDays(asked('2024-03-01', '2024-03-21', { through, toDate: 'month' })), {
      from: '2024-02-01',
      to: '2024-02-20',
    });
    assert.deepEqual(comparedDays(asked('2024-03-01', '2024-03-31', { through, compare: 'previous year' })), {
      from: '2023-03-01',
      to: '2023-03-20',
    });
    assert.equal(comparedDays(asked('2024-03-21', '2024-03-21', { through })), null);
  });

  it('is nothing beyond four-digit years', () => {
    assert.equal(comparedDays(asked('1000-01-01', '2999-12-31')), null);
  });
});

describe('counterpart(shown, start, asked, compared)', () => {
  const beside = (shown: 'day' | 'week' | 'month', start: string, given: Asked) => {
    const compared = comparedDays(given);
    return compared && counterpart(shown, start, given, compared);
  };

  it('is at the same place of the period', () => {
    const given = asked('2024-03-06', '2024-03-31');
    assert.equal(beside('day', '2024-03-08', given), addDays(comparedDays(given)?.from ?? '', 2));
    assert.equal(beside('week', '2024-03-04', given), '2024-02-05');
    assert.equal(beside('week', '2024-03-17', { ...given, weekStart: 'sunday' }), '2024-02-18');
  });

  it('is the same date of the unit before', () => {
    const month = asked('2024-03-01', '2024-03-31', { toDate: 'month' });
    assert.equal(beside('day', '2024-03-10', month), '2024-02-10');
    assert.equal(beside('day', '2024-03-30', month), null);
    const year = asked('2024-02-01', '2024-03-31', { compare: 'previous year' });
    assert.equal(beside('day', '2024-02-29', year), null);
    assert.equal(beside('day', '2024-03-01', year), '2023-03-01');
    assert.equal(beside('month', '2024-03-01', year), '2023-03-01');
  });

  it('is none where the other period was cut', () => {
    assert.equal(beside('day', '2024-03-21', asked('2024-03-15', '2024-03-21', { through: '2024-03-20' })), null);
  });

  it('never stands beside two buckets', () => {
    for (const toDate of [null, 'month', 'quarter', 'year'] as const) {
      for (let length = 0; length < 180; length += 7) {
        const given = asked('2024-01-01', addDays('2024-01-01', length), { toDate });
        const all = Array.from({ length: length + 1 }, (_, at) => beside('day', addDays('2024-01-01', at), given));
        const found = all.filter((each) => each !== null);
        assert.equal(new Set(found).size, found.length);
        assert.ok(found.every((each) => each < '2024-01-01'));
      }
    }
  });
});
