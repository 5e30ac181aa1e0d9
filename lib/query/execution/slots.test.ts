import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { PersonError } from '#lib/problem.ts';
import { slots, type Turn } from './slots.ts';

/** Takes turns for loads, and tells in which order they began. */
function line(most: number, longestWaitMs = 60_000, now?: () => number) {
  const all = slots(most, longestWaitMs, now);
  const begun: string[] = [];
  const turns: Turn[] = [];
  const ask = (load: string, later = false, signal?: AbortSignal) =>
    all.take({ load, owner: load.slice(0, 1), later, ...(signal ? { signal } : {}) }).then((turn) => {
      begun.push(load);
      turns.push(turn);
    });
  const endOne = async () => {
    turns.shift()?.end();
    await turnOfLoop();
  };
  const endAll = async () => {
    while (turns.length > 0) await endOne();
  };
  return { all, begun, turns, ask, endOne, endAll };
}

describe('turns', () => {
  it('go round the loads, one each', async () => {
    const { all, begun, ask, endOne } = line(1);
    void ask('a1');
    for (const load of ['a1', 'a1', 'a1', 'b1', 'c1', 'c1']) void ask(load);
    await turnOfLoop();
    assert.deepEqual([all.waiting(), all.waiting('a'), all.waiting('c')], [6, 3, 2]);
    for (let i = 0; i < 7; i++) await endOne();
    assert.deepEqual(begun, ['a1', 'a1', 'b1', 'c1', 'a1', 'c1', 'a1']);
    assert.equal(all.waiting(), 0);
  });
  it('of what nobody waits for come one at a time, when nothing else is at work', async () => {
    const { begun, ask, endOne, endAll } = line(3);
    void ask('a1');
    void ask('warm', true);
    void ask('warm', true);
    void ask('b1');
    await turnOfLoop();
    assert.deepEqual(begun, ['a1', 'b1']);
    await endOne();
    assert.deepEqual(begun, ['a1', 'b1']);
    await endOne();
    assert.deepEqual(begun, ['a1', 'b1', 'warm']);
    void ask('c1');
    await turnOfLoop();
    assert.deepEqual(begun.at(-1), 'c1');
    await endAll();
    assert.equal(begun.length, 5);
  });
  it('are given up by who leaves, and after a long wait', async () => {
    const { all, ask, endOne, begun } = line(1, 50);
    void ask('a1');
    const gone = new AbortController();
    const left = ask('b1', false, gone.signal);
    const waited = ask('c1');
    gone.abort(new Error('left'));
    await assert.rejects(left, /left/);
    await assert.rejects(waited, (error) => error instanceof PersonError && error.retryAfter === 5);
    assert.equal(all.waiting(), 0);
    await endOne();
    assert.deepEqual(begun, ['a1']);
  });
  it('are fewer after the server refused one, and grow again', async () => {
    let now = 0;
    const { begun, turns, ask, endOne, endAll } = line(4, 60_000, () => now);
    for (let i = 0; i < 8; i++) void ask(`${i}`);
    await turnOfLoop();
    assert.equal(begun.length, 4);
    turns.shift()?.refused();
    await turnOfLoop();
    assert.equal(begun.length, 4);
    await endOne();
    assert.equal(begun.length, 5);
    now = 10_000;
    await endOne();
    // One in the place of the one that ended, and one more.
    assert.equal(begun.length, 7);
    await endAll();
    assert.equal(begun.length, 8);
  });
});
