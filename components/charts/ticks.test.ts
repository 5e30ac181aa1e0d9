import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays, nextBucket } from '#components/format/date.ts';
import { english } from '#lib/i18n/languages.ts';
import { categoryTicks, cutLabel, timeTicks, valueScale, valueTicks } from './ticks.ts';

const days = (from: string, count: number) => Array.from({ length: count }, (_, i) => addDays(from, i));
const labels = (values: string[], grain: 'day' | 'week' | 'month', room: number) =>
  timeTicks(values, grain, room, english).map((tick) => tick.label);

describe('valueScale(lowest, highest, count)', () => {
  it('begins just below slight negatives, and a whole step below others', () => {
    assert.deepEqual(valueScale(-2_000, 325_000, 5), {
      ticks: [0, 100_000, 200_000, 300_000, 400_000],
      domain: [-2_000, 400_000],
    });
    assert.deepEqual(valueScale(-30, 70, 5).domain, [-40, 80]);
    assert.deepEqual(valueScale(-3, 0, 3).domain, [-3, 0]);
  });
});

describe('valueTicks(lowest, highest, count)', () => {
  it('starts at zero and ends at or above the highest', () => {
    assert.deepEqual(valueTicks(120, 940, 5), [0, 200, 400, 600, 800, 1000]);
    assert.deepEqual(valueTicks(0, 1, 4), [0, 0.25, 0.5, 0.75, 1]);
  });
  it('covers negative values', () => assert.deepEqual(valueTicks(-30, 70, 5), [-40, -20, 0, 20, 40, 60, 80]));
  it('copes with nothing but zero', () => assert.deepEqual(valueTicks(0, 0, 5), [0, 1]));
  it('copes with huge and tiny numbers', () => {
    assert.equal(valueTicks(0, 9e17, 4).at(-1), 1e18);
    assert.equal(valueTicks(0, 3e-7, 3).at(-1), 3e-7);
  });
});

describe('timeTicks(days, grain, room)', () => {
  it('names every bucket when all fit', () =>
    assert.deepEqual(labels(days('2001-06-28', 4), 'day', 8), ['Jun 28', 'Jun 29', 'Jun 30', 'Jul 1']));
  it('marks Mondays of a month of days', () =>
    assert.deepEqual(labels(days('2001-06-03', 28), 'day', 8), ['Jun 4', 'Jun 11', 'Jun 18', 'Jun 25']));
  it('marks Sundays where weeks begin with them', () =>
    assert.deepEqual(
      timeTicks(days('2001-06-03', 28), 'day', 8, english, 'sunday').map((tick) => tick.label),
      ['Jun 3', 'Jun 10', 'Jun 17', 'Jun 24'],
    ));
  it('marks the same hours of every day, and names the day where it begins', () => {
    const hours = days('2001-06-30', 2).flatMap((day) =>
      Array.from({ length: 24 }, (_, at) => `${day}T${String(at).padStart(2, '0')}:00:00`),
    );
    const found = (of: string[], room: number) => timeTicks(of, 'hour', room, english).map((tick) => tick.label);
    assert.deepEqual(found(hours, 8), ['Jun 30', '06:00', '12:00', '18:00', 'Jul 1', '06:00', '12:00', '18:00']);
    assert.deepEqual(found(hours.slice(0, 24), 7), ['Jun 30', '04:00', '08:00', '12:00', '16:00', '20:00']);
    // The hour that clocks skip moves no mark.
    assert.deepEqual(found(hours.toSpliced(2, 1), 4), ['Jun 30', '12:00', 'Jul 1', '12:00']);
  });
  it('marks months of a year of days, and the year where it changes', () => {
    const found = labels(days('2000-10-15', 150), 'day', 8);
    assert.deepEqual(found, ['Nov 2000', 'Dec', 'Jan 2001', 'Feb', 'Mar']);
  });
  it('names months when they are marked by quarters', () => {
    const months = ['2000-02-01'];
    while (months.length < 18) months.push(nextBucket(months.at(-1) as string, 'month'));
    assert.deepEqual(labels(months, 'month', 7), ['Apr 2000', 'Jul', 'Oct', 'Jan 2001', 'Apr', 'Jul']);
  });
  it('marks years of five years of months', () => {
    const months = ['1996-01-01'];
    while (months.length < 60) months.push(nextBucket(months.at(-1) as string, 'month'));
    assert.deepEqual(labels(months, 'month', 6), ['1996', '1997', '1998', '1999', '2000']);
  });
  it('never gives more than fit', () => {
    for (let count = 1; count < 900; count += 13) {
      for (let room = 2; room < 15; room++) {
        const ticks = timeTicks(days('1999-03-17', count), 'day', room, english);
        assert.ok(ticks.length <= room && ticks.length >= 1, `${count} days, room for ${room}: ${ticks.length}`);
      }
    }
  });
});

describe('categoryTicks(values, room)', () => {
  it('thins evenly', () =>
    assert.deepEqual(
      categoryTicks(['a', 'b', 'c', 'd', 'e'], 3).map((tick) => tick.index),
      [0, 2, 4],
    ));
});

describe('cutLabel(label, width)', () => {
  it('leaves what fits and marks what was cut', () => {
    assert.equal(cutLabel('Seoul', 64), 'Seoul');
    assert.equal(cutLabel('A very long category label', 64), 'A very lo…');
    assert.equal(cutLabel('WNW', 30), 'WNW');
  });
});
