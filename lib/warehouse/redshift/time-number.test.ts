import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timeNumber } from './time-number.ts';

describe('timeNumber()', () => {
  const moment = Date.UTC(2026, 10, 1);

  it('grows with time, whatever is drawn', () => {
    assert.ok(Number(timeNumber(moment, 8191)) < Number(timeNumber(moment + 1, 0)));
  });

  it('fits into a JavaScript number for thirty years', () => {
    assert.ok(Number.isSafeInteger(Number(timeNumber(Date.UTC(2056, 0, 1), 8191))));
  });
});
