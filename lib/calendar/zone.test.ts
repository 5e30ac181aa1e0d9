import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lastCompleteDay } from './zone.ts';

describe('lastCompleteDay(through, zone)', () => {
  const cases: [string, string, string][] = [
    ['2024-03-30T15:00:00Z', 'Asia/Seoul', '2024-03-30'],
    ['2024-03-30T14:59:59.999Z', 'Asia/Seoul', '2024-03-29'],
    ['2024-03-31T00:00:00Z', 'UTC', '2024-03-30'],
    ['2024-03-30T18:15:00Z', 'Asia/Kathmandu', '2024-03-30'],
    ['2024-03-10T05:00:00Z', 'America/New_York', '2024-03-09'],
    ['2024-11-04T04:59:59Z', 'America/New_York', '2024-11-02'],
    // In Beirut the day began at 01:00, and Samoa had no 30 December 2011.
    ['2024-03-30T22:00:00Z', 'Asia/Beirut', '2024-03-30'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-30'],
    ['0999-06-01T00:00:00Z', 'UTC', '0999-05-31'],
  ];
  for (const [through, zone, day] of cases) {
    it(`${through} in ${zone} is ${day}`, () => assert.equal(lastCompleteDay(through, zone), day));
  }
});
