import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays } from '#lib/calendar/day.ts';
import { unusual } from './unusual.ts';

/** Ten weeks: 100 on a weekday, 10 on a Sunday; the last day is half over. */
const days = Array.from({ length: 70 }, (_, index) => addDays('2024-01-01', index));
const totals = new Map(days.map((day, index) => [day, index === 69 ? 3 : index % 7 === 6 ? 10 : 100]));
const served = { totals, newest: '2024-03-10' };
const found = (built: Record<string, number>, judged = Object.keys(built), within = 0.5) =>
  unusual('day', judged, new Map(Object.entries(built)), served, within).map(({ partition }) => partition);

describe('unusual()', () => {
  it('finds lost, doubled and missing days', () => {
    assert.deepEqual(found({ '2024-03-05': 40, '2024-03-06': 100, '2024-03-07': 200 }), ['2024-03-05', '2024-03-07']);
    assert.deepEqual(found({ '2024-03-06': 100 }, ['2024-03-05', '2024-03-06']), ['2024-03-05']);
  });

  it('compares a day with its weekday', () => {
    assert.deepEqual(found({ '2024-03-03': 10, '2024-03-11': 100 }), []);
    assert.deepEqual(found({ '2024-03-03': 100, '2024-03-11': 100 }), ['2024-03-03']);
  });

  it('takes what was published of a day for usual', () => {
    const feast = { ...served, totals: new Map([...totals, ['2024-03-05', 400]]) };
    assert.deepEqual(
      unusual(
        'day',
        ['2024-03-05'],
        new Map([
          ['2024-03-05', 410],
          ['2024-03-06', 1],
        ]),
        feast,
        0.5,
      ),
      [],
    );
  });

  it('does not judge the newest day as too small, nor by itself', () => {
    assert.deepEqual(found({ '2024-03-10': 4 }), []);
    assert.deepEqual(found({ '2024-03-10': 40 }), ['2024-03-10']);
    assert.deepEqual(found({ '2024-03-10': 2, '2024-03-11': 1 }), ['2024-03-10']);
  });

  it('says nothing without a history', () => {
    assert.deepEqual(found({ '2024-01-22': 1, '2024-01-23': 1000 }), []);
    assert.deepEqual(
      unusual('day', ['2024-01-22'], new Map([['2024-01-22', 5]]), { totals: new Map(), newest: null }, 0.5),
      [],
    );
  });

  it('compares months with the months before', () => {
    const months = new Map(['01', '02', '03', '04', '05', '06'].map((month) => [`2024-${month}-01`, 100]));
    const built = new Map([...months, ['2024-05-01', 20]]);
    assert.deepEqual(unusual('month', ['2024-05-01'], built, { totals: months, newest: '2024-06-01' }, 0.3), [
      { partition: '2024-05-01', total: 20, usual: 100 },
    ]);
  });
});
