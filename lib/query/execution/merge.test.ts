import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cell } from '../result.ts';
import { type Mergeable, merging, type Statements } from './merge.ts';

/** A statement whose one row is the names of its columns: a day, the measures, a hidden one. */
const statement = (names: readonly string[]): Statements => ({ compiled: { sql: names.join(), parameters: [] } });
const measure = (name: string) => ({ name, as: 'value' as const });
const request = (...names: string[]): Statements & { merge: Mergeable } => ({
  ...statement(names),
  merge: {
    group: 'days',
    before: 1,
    measures: names.map(measure),
    of: (all) => statement(all.map(({ name }) => name)),
  },
});

function recording(fail?: (sql: string) => unknown) {
  const ran: { sql: string; gone: AbortSignal }[] = [];
  const run = merging(async ({ compiled: { sql } }: Statements & { merge?: Mergeable }, gone: AbortSignal) => {
    ran.push({ sql, gone });
    const error = fail?.(sql);
    if (error) throw error;
    const row: Cell[] = ['day', ...sql.split(','), 'hidden'];
    return { rows: [row], milliseconds: 1 };
  });
  return { ran, run };
}

const never = new AbortController().signal;

describe('merging(run)', () => {
  it('asks once for all measures, each once, and hands back to each its own', async () => {
    const { ran, run } = recording();
    const found = await Promise.all([
      run(request('orders', 'revenue'), 'days', never),
      run(request('aov'), 'days', never),
      run(request('revenue'), 'days', never),
      run(request('orders'), 'weeks', never),
      run(statement(['buyers']), '', never),
    ]);
    assert.deepEqual(ran.map(({ sql }) => sql).sort(), ['buyers', 'orders', 'orders,revenue,aov']);
    assert.deepEqual(
      found.map(({ rows }) => rows[0]),
      [
        ['day', 'orders', 'revenue', 'hidden'],
        ['day', 'aov', 'hidden'],
        ['day', 'revenue', 'hidden'],
        ['day', 'orders', 'hidden'],
        ['day', 'buyers', 'hidden'],
      ],
    );
  });
  it('is cancelled when nobody waits for any of them', async () => {
    const { ran, run } = recording();
    const [one, two] = [new AbortController(), new AbortController()];
    await Promise.all([run(request('orders'), 'days', one.signal), run(request('aov'), 'days', two.signal)]);
    one.abort();
    assert.equal(ran[0]?.gone.aborted, false);
    two.abort();
    assert.equal(ran[0]?.gone.aborted, true);
  });
  it('asks apart what fails together', async () => {
    const tooLarge = Object.assign(new Error('out of range'), { code: '22003' });
    const { run } = recording((sql) => (sql.includes('revenue') ? tooLarge : null));
    const [orders, revenue] = await Promise.allSettled([
      run(request('orders'), 'days', never),
      run(request('revenue'), 'days', never),
    ]);
    assert.equal(orders?.status, 'fulfilled');
    assert.equal(revenue?.status, 'rejected');
  });
  it('fails for all at the time limit, which asking again would only reach again', async () => {
    const timeout = Object.assign(new Error('statement timeout'), { code: '57014' });
    const { ran, run } = recording(() => timeout);
    const all = await Promise.allSettled([
      run(request('orders'), 'days', never),
      run(request('revenue'), 'days', never),
    ]);
    assert.deepEqual([ran.length, ...all.map(({ status }) => status)], [1, 'rejected', 'rejected']);
  });
});
