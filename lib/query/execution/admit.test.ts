import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { PersonError } from '#lib/problem.ts';
import { mostStatements, mostWaiting, mostWaitingOfOne } from './limits.ts';
import { admit, slotsOf } from './run-in-turn.ts';

describe('admit(pool, owner)', () => {
  it('refuses one person who asks for too much, and everybody when too much waits', async () => {
    // It never connects: turns are taken, nothing is run.
    const pool = new pg.Pool();
    const gone = new AbortController();
    const taken: Promise<unknown>[] = [];
    const wait = (owner: string, statements: number) => {
      for (let n = 0; n < statements; n++) {
        taken.push(slotsOf(pool).take({ load: owner, owner, later: false, signal: gone.signal }));
      }
    };
    const refused = (owner: string, status: number) =>
      assert.throws(
        () => admit(pool, owner),
        (error) => error instanceof PersonError && error.status === status && error.retryAfter === 5,
      );
    wait('at work', mostStatements);
    wait('ada', mostWaitingOfOne - 1);
    admit(pool, 'ada');
    wait('ada', 1);
    refused('ada', 429);
    admit(pool, 'eve');
    for (let waiting = mostWaitingOfOne; waiting < mostWaiting; waiting += 50) wait(`person ${waiting}`, 50);
    refused('eve', 503);
    gone.abort(new Error('left'));
    const settled = await Promise.allSettled(taken);
    assert.equal(settled.filter(({ status }) => status === 'rejected').length, slotsOf(pool).waiting() + mostWaiting);
    admit(pool, 'ada');
  });
});
