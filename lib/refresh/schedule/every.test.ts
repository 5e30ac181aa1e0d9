import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everySeconds } from './every.ts';

describe('everySeconds()', () => {
  it('reads durations and nothing else', () => {
    assert.equal(everySeconds('15 minutes'), 900);
    assert.equal(everySeconds('1 day'), 86_400);
    for (const wrong of ['15', '0 minutes', 'minutes', '1.5 hours', '-1 day']) assert.equal(everySeconds(wrong), null);
  });
});
