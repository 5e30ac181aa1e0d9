import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeDays, minutesOfDay, missingDays } from './clock.ts';
import { hoursOf, repeatedHours } from './hour.ts';

const day = (text: string) => ({ from: text, to: text });
const hours = (text: string, zone: string) => hoursOf(day(text), zone).map((hour) => hour.slice(11, 13));

describe('hoursOf(days, zone)', () => {
  it('has 24 hours on most days', () => {
    assert.equal(hoursOf({ from: '2024-01-01', to: '2024-02-29' }, 'America/New_York').length, 60 * 24);
    assert.equal(hoursOf(day('2024-01-01'), 'Asia/Kathmandu')[5], '2024-01-01T05:00:00');
  });

  it('leaves out the hour that is skipped', () => {
    assert.deepEqual(hours('2024-03-10', 'America/New_York').slice(0, 4), ['00', '01', '03', '04']);
    assert.deepEqual(hours('2018-11-04', 'America/Sao_Paulo').slice(0, 2), ['01', '02']);
    assert.equal(hours('2024-03-10', 'America/New_York').length, 23);
  });

  it('has the hour that comes twice once', () => {
    assert.equal(hours('2024-11-03', 'America/New_York').length, 24);
    assert.deepEqual(repeatedHours(day('2024-11-03'), 'America/New_York'), ['2024-11-03T01:00:00']);
    assert.deepEqual(repeatedHours({ from: '2018-02-10', to: '2018-02-20' }, 'America/Sao_Paulo'), [
      '2018-02-17T23:00:00',
    ]);
  });

  it('keeps an hour of which half is skipped', () => {
    assert.equal(hours('2024-10-06', 'Australia/Lord_Howe').length, 24);
    assert.deepEqual(repeatedHours(day('2024-04-07'), 'Australia/Lord_Howe'), ['2024-04-07T01:00:00']);
  });

  it('has none on a day that was skipped', () => assert.deepEqual(hours('2011-12-30', 'Pacific/Apia'), []));

  it('does not depend on the zone of the process', () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['Pacific/Apia', 'America/New_York', 'Asia/Kathmandu']) {
        process.env.TZ = zone;
        assert.equal(hours('2024-03-10', 'America/New_York').length, 23, zone);
        assert.equal(hours('2024-03-10', 'Asia/Seoul').length, 24, zone);
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe('missingDays(days, zone)', () => {
  it('finds the days that a zone skipped', () => {
    const century = { from: '1950-01-01', to: '2024-12-31' };
    assert.deepEqual(missingDays(century, 'Pacific/Apia'), ['2011-12-30']);
    assert.deepEqual(missingDays(century, 'Pacific/Kwajalein'), ['1993-08-21']);
    assert.deepEqual(missingDays(century, 'America/New_York'), []);
    assert.deepEqual(missingDays(day('2011-12-30'), 'Pacific/Apia'), ['2011-12-30']);
    assert.deepEqual(missingDays({ from: '2011-12-31', to: '2012-12-31' }, 'Pacific/Apia'), []);
    assert.deepEqual(missingDays({ from: '2000-01-01', to: '2011-12-29' }, 'Pacific/Apia'), []);
  });

  it('adds up: the days of a year have as many minutes as the year', () => {
    for (const zone of ['America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Kolkata']) {
      const changed = changeDays({ from: '2018-01-01', to: '2018-12-31' }, zone);
      const minutes = changed.reduce((sum, each) => sum + minutesOfDay(each, zone), 0);
      assert.equal(minutes, changed.length * 24 * 60, zone);
      assert.equal(changed.length, zone === 'Asia/Kolkata' ? 0 : 2, zone);
    }
  });
});
