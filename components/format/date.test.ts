import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import {
  addDays,
  formatBucket,
  formatDayRange,
  formatDistance,
  formatDuration,
  formatInstant,
  isDay,
  nextBucket,
} from './date.ts';

describe('days', () => {
  it('do not move with the zone of the process', () => {
    const zone = process.env.TZ;
    for (const place of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu']) {
      process.env.TZ = place;
      assert.equal(formatBucket('2001-07-02', 'day', english), 'Mon, Jul 2, 2001');
      assert.equal(addDays('2001-02-28', 1), '2001-03-01');
    }
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  it('are recognised', () => {
    assert.ok(isDay('2024-02-29'));
    assert.ok(!isDay('2023-02-29'));
    assert.ok(!isDay('2023-2-9'));
  });
});

describe('formatBucket(bucket, grain)', () => {
  it('says which hour of which day', () => {
    assert.equal(formatBucket('2001-07-02T03:00:00', 'hour', english), 'Mon, Jul 2, 2001 03:00');
    assert.equal(formatBucket('2001-07-02T03:00:00', 'hour', languageOf('ko')), '2001년 7월 2일 (월) 03:00');
  });
});

describe('nextBucket(day, grain)', () => {
  it('steps by calendar', () => {
    assert.equal(nextBucket('2001-01-01', 'month'), '2001-02-01');
    assert.equal(nextBucket('2001-10-01', 'quarter'), '2002-01-01');
    assert.equal(nextBucket('2001-12-31', 'week'), '2002-01-07');
  });
});

describe('formatDayRange(from, to)', () => {
  it('says what the two days share once', () => {
    assert.equal(formatDayRange('2001-06-04', '2001-07-01', english), 'Jun 4 – Jul 1, 2001');
    assert.equal(formatDayRange('2001-07-01', '2001-07-01', english), 'Jul 1, 2001');
  });
});

describe('formatInstant(iso, zone)', () => {
  it('reads the wall clock of the zone', () => {
    assert.equal(formatInstant('2026-11-21T05:05:00Z', 'Asia/Seoul', english), '2026-11-21 14:05');
    assert.equal(formatInstant('2026-11-21T15:00:00Z', 'Asia/Seoul', english), '2026-11-22 00:00');
  });
});

describe('formatDistance(iso, now)', () => {
  it('uses one unit', () => {
    const now = '2026-11-22T10:00:00Z';
    assert.equal(formatDistance('2026-11-22T09:56:00Z', now, english), '4 minutes ago');
    assert.equal(formatDistance('2026-11-22T12:00:00Z', now, english), 'in 2 hours');
    assert.equal(formatDistance('2026-11-20T10:00:00Z', now, english), '2 days ago');
    assert.equal(formatDistance('2001-07-01T00:00:00Z', now, english), '25 years ago');
  });
});

describe('formatDuration(milliseconds)', () => {
  it('uses two units at most', () => {
    assert.equal(formatDuration(420, english), '420 ms');
    assert.equal(formatDuration(12_400, english), '12 s');
    assert.equal(formatDuration(185_000, english), '3 min 5 s');
    assert.equal(formatDuration(7_800_000, english), '2 h 10 min');
  });
});

describe('dates in Korean', () => {
  const korean = languageOf('ko');
  it('are written as Koreans write them', () => {
    assert.equal(formatBucket('2001-07-02', 'day', korean), '2001년 7월 2일 (월)');
    assert.equal(formatBucket('2001-07-02', 'week', korean), '2001년 7월 2일 시작 주');
    assert.equal(formatBucket('2001-07-01', 'month', korean), '2001년 7월');
    assert.equal(formatBucket('2001-07-01', 'quarter', korean), '2001년 3분기');
    assert.equal(formatBucket('2001-01-01', 'year', korean), '2001년');
    assert.equal(formatInstant('2026-11-21T05:05:00Z', 'Asia/Seoul', korean), '2026. 11. 21. 14:05');
    assert.equal(formatDistance('2026-11-22T09:56:00Z', '2026-11-22T10:00:00Z', korean), '4분 전');
    assert.equal(formatDuration(185_000, korean), '3분 5초');
  });
});
