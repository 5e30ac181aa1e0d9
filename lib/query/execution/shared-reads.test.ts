import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { sharedReads } from './shared-reads.ts';

/** A database whose one number grows, and that takes a while to say it. */
function counting(fail: () => Error | null = () => null) {
  const state = { n: 0, asked: 0 };
  const query = async <Row extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<Row>> => {
    state.asked += 1;
    const rows = [{ n: state.n, text }] as unknown as Row[];
    await sleep(10);
    const error = fail();
    if (error) throw error;
    return { rows, rowCount: 1, command: 'SELECT', oid: 0, fields: [] };
  };
  return { state, reads: sharedReads({ query }) };
}

describe('sharedReads(db)', () => {
  it('asks once for all that come while it asks, and tells nobody what was before they asked', async () => {
    const { state, reads } = counting();
    const seen: { asked: number; told: number }[] = [];
    const ask = async () => {
      const asked = state.n;
      const { rows } = await reads.query<{ n: number }>('select n');
      seen.push({ asked, told: rows[0]?.n ?? -1 });
    };
    const all: Promise<void>[] = [];
    for (let i = 0; i < 200; i++) {
      all.push(ask());
      if (i % 20 === 0) {
        state.n += 1;
        await sleep(2);
      }
    }
    await Promise.all(all);
    assert.equal(seen.length, 200);
    assert.deepEqual(
      seen.filter(({ asked, told }) => told < asked),
      [],
    );
    assert.ok(state.asked < 30, `${state.asked} statements`);
  });
  it('keeps different statements apart', async () => {
    const { reads } = counting();
    const [one, two] = await Promise.all([
      reads.query<{ text: string }>('one', [1]),
      reads.query<{ text: string }>('two', [1]),
    ]);
    assert.deepEqual([one.rows[0]?.text, two.rows[0]?.text], ['one', 'two']);
  });
  it('tells all who share a failure of it, asks anew for the next, and waits for room on the server', async () => {
    const failures = [new Error('no'), Object.assign(new Error('too many connections'), { code: '53300' })];
    const { state, reads } = counting(() => failures.shift() ?? null);
    const told = await Promise.allSettled([reads.query('select'), reads.query('select')]);
    assert.deepEqual(
      told.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
    assert.equal(state.asked, 3);
  });
});
