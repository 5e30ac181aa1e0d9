import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cronProblem, cronTicks, isZone } from './cron.ts';

const ticks = (cron: string, zone: string, after: string, count: number) =>
  cronTicks(cron, zone, new Date(after), count).map((tick) => tick.toISOString());

describe('cronTicks(cron, zone, after, count)', () => {
  it('counts in the zone', () => {
    assert.deepEqual(ticks('0 6 * * 1-5', 'Asia/Seoul', '2024-03-01T12:00Z', 2), [
      '2024-03-03T21:00:00.000Z',
      '2024-03-04T21:00:00.000Z',
    ]);
  });

  it('comes once on a day that has no such time', () => {
    assert.deepEqual(ticks('30 2 * * *', 'Europe/Berlin', '2024-03-29T12:00Z', 3), [
      '2024-03-30T01:30:00.000Z',
      '2024-03-31T01:00:00.000Z',
      '2024-04-01T00:30:00.000Z',
    ]);
    assert.deepEqual(ticks('0 0 * * *', 'America/Sao_Paulo', '2018-11-03T12:00Z', 2), [
      '2018-11-04T03:00:00.000Z',
      '2018-11-05T02:00:00.000Z',
    ]);
  });

  it('comes once on a day that has the time twice', () => {
    assert.deepEqual(ticks('30 2 * * *', 'Europe/Berlin', '2024-10-26T12:00Z', 2), [
      '2024-10-27T00:30:00.000Z',
      '2024-10-28T01:30:00.000Z',
    ]);
    assert.deepEqual(ticks('30 1 * * *', 'America/New_York', '2024-11-03T05:30:00Z', 1), ['2024-11-04T06:30:00.000Z']);
  });

  it('goes on in equal steps over a change of clocks', () => {
    assert.deepEqual(ticks('*/30 * * * *', 'Europe/Berlin', '2024-10-27T00:15Z', 4), [
      '2024-10-27T00:30:00.000Z',
      '2024-10-27T01:00:00.000Z',
      '2024-10-27T01:30:00.000Z',
      '2024-10-27T02:00:00.000Z',
    ]);
  });
});

describe('cronProblem(cron)', () => {
  it('takes five fields that some day is true for', () => {
    for (const right of ['0 6 * * *', '*/15 * * * *', '0 0 1 1,7 *', '30 2 29 2 *'])
      assert.equal(cronProblem(right), null);
    for (const wrong of ['', '6', '0 6 * *', '0 0 6 * * *', '61 * * * *', 'daily', '0 0 30 2 *']) {
      assert.notEqual(cronProblem(wrong), null, wrong);
    }
  });

  it('says which field is wrong', () => {
    assert.deepEqual(cronProblem('61 * * * *'), { field: 'minute', found: '61' });
    assert.deepEqual(cronProblem('0 24 * * *'), { field: 'hour', found: '24' });
    assert.deepEqual(cronProblem('0 6 32 * *'), { field: 'day of the month', found: '32' });
    assert.deepEqual(cronProblem('0 6 * JUNE *'), { field: 'month', found: 'JUNE' });
    assert.deepEqual(cronProblem('0 6 * * 1-9'), { field: 'day of the week', found: '1-9' });
    for (const whole of ['0 6 * *', '0 0 30 2 *']) assert.deepEqual(cronProblem(whole), { field: null }, whole);
  });
});

describe('isZone(zone)', () => {
  it('knows IANA names', () => {
    assert.deepEqual(['Asia/Seoul', 'UTC', 'Seoul', ''].map(isZone), [true, true, false, false]);
  });
});
