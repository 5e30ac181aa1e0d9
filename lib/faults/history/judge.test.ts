import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Disturbed, Entry, PageRead, Published, RunRecord } from './history.ts';
import { findings, judge } from './judge.ts';

const expected = { orders: '10', revenue: '100.00', buyers: '7' };

const publish = (epoch: number, given: Partial<Published> = {}): Published => ({
  kind: 'publish',
  epoch,
  run: String(epoch),
  attempt: 1,
  unit: 'all',
  shop: 'a',
  expected: { ...expected, orders: String(9 + epoch) },
  ...given,
});

const page = (epoch: number, began: number, given: Partial<PageRead> = {}): PageRead => {
  const totals = { orders: String(9 + epoch), revenue: '100.00' };
  return {
    kind: 'page',
    reader: 'r',
    shop: 'a',
    began,
    ended: began + 5,
    epoch,
    asked: false,
    daily: totals,
    monthly: totals,
    buyers: '7',
    pairs: '7',
    ...given,
  };
};

const run = (id: string, given: Partial<RunRecord> = {}): RunRecord => ({
  kind: 'run',
  run: id,
  state: 'succeeded',
  error: null,
  finishedAt: 50,
  units: [{ unit: 'all', epoch: Number(id) }],
  ...given,
});

const good: Entry[] = [
  publish(1),
  publish(2),
  run('1'),
  run('2'),
  { kind: 'counter', epoch: 2 },
  page(1, 10),
  page(2, 20),
  page(1, 30, { asked: true }),
  { kind: 'failed', reader: 'r', shop: 'a', began: 40, ended: 41, error: 'the server is starting' },
  { kind: 'refreshed', run: '2', shop: 'a', asked: 4, oldest: 4 },
];

/** What is found in the good history with some entries more, or in place of others. */
const found = (...more: Entry[]) => findings(judge([...good, ...more]));
const foundWithout = (left: (entry: Entry) => boolean, ...more: Entry[]) =>
  findings(judge([...good.filter((entry) => !left(entry)), ...more]));

describe('judge()', () => {
  it('finds nothing in a good history, and counts what is in it', () => {
    const verdict = judge(good);
    assert.deepEqual(findings(verdict), []);
    assert.deepEqual([verdict.pages, verdict.failedReads, verdict.epochs], [3, 1, 2]);
  });

  it('finds a torn page', () => {
    const months = page(2, 60, { monthly: { orders: '10', revenue: '100.00' } });
    assert.ok(found(months).some((text) => text.startsWith('torn: page of a by r at epoch 2')));
    assert.ok(found(page(2, 60, { pairs: '6' })).some((text) => text.startsWith('torn')));
  });

  it('finds an empty page', () => {
    const none = { orders: '0', revenue: '0' };
    const texts = found(page(2, 60, { daily: none, monthly: none, buyers: '0', pairs: '0' }));
    assert.ok(texts.some((text) => text.startsWith('empty')));
  });

  it('finds a wrong total, also where all tiles agree', () => {
    const totals = { orders: '11', revenue: '99.99' };
    const texts = foundWithout((entry) => entry.kind === 'page', page(2, 60, { daily: totals, monthly: totals }));
    assert.equal(texts.length, 1);
    assert.match(texts[0] ?? '', /^wrong: .*99\.99.*expected .*100\.00/);
  });

  it('finds an epoch that goes back under a reader', () => {
    assert.ok(found(page(1, 60)).some((text) => text === 'backwards: r was at epoch 2, then at 1'));
  });

  it('finds a page that is later than another reader allows', () => {
    const texts = found(page(1, 60, { reader: 'other' }));
    assert.deepEqual(texts, ['late: other began when epoch 2 had been shown, and got 1']);
    // Two pages at the same time may differ.
    assert.deepEqual(found(page(1, 22, { reader: 'other' })), []);
  });

  it('finds an epoch that reads differently later', () => {
    const totals = { orders: '10', revenue: '90.00' };
    const texts = found(page(1, 60, { asked: true, daily: totals, monthly: totals }));
    assert.ok(texts.some((text) => text.startsWith('changed')));
  });

  it('finds lost publishes', () => {
    assert.deepEqual(
      foundWithout((entry) => entry.kind === 'counter', { kind: 'counter', epoch: 3 }),
      ['lostPublishes: epoch 3 was taken and has no publish'],
    );
    assert.deepEqual(
      foundWithout((entry) => entry.kind === 'run' && entry.run === '2', run('2', { units: [] })),
      ['lostPublishes: run 2 does not know that it published all at 2'],
    );
    const other = run('2', { units: [{ unit: 'all', epoch: 1 }] });
    assert.deepEqual(
      foundWithout((entry) => entry.kind === 'run' && entry.run === '2', other),
      ['lostPublishes: run 2, all: said to be at 1'],
    );
  });

  it('finds a double publish, and one by an attempt that was replaced', () => {
    const again = publish(3, { run: '2', attempt: 2, expected: { ...expected, orders: '12' } });
    const counter: Entry = { kind: 'counter', epoch: 3 };
    assert.ok(found(again, counter).includes('doublePublishes: run 2, all: at 2 and 3'));
    const first = publish(2, { attempt: 2 });
    const stale = publish(3, { run: '2', unit: 'other', expected: { ...expected, orders: '12' } });
    const said = run('2', {
      units: [
        { unit: 'all', epoch: 2 },
        { unit: 'other', epoch: 3 },
      ],
    });
    assert.deepEqual(
      foundWithout(
        (entry) => (entry.kind === 'publish' && entry.epoch === 2) || (entry.kind === 'run' && entry.run === '2'),
        first,
        stale,
        said,
        counter,
      ),
      ['stalePublishes: run 2: attempt 1 at 3, after 2'],
    );
  });

  it('finds rows that a refresh lost', () => {
    assert.deepEqual(found({ kind: 'refreshed', run: '2', shop: 'a', asked: 4, oldest: 3 }), [
      'lostRows: run 2 shows state 3 of a, asked for at 4',
    ]);
  });

  it('finds runs that never end, or say nothing of why', () => {
    assert.deepEqual(found(run('8', { state: 'queued', finishedAt: null, units: [] })), [
      'lostRuns: run 8 is still queued',
    ]);
    assert.deepEqual(found(run('8', { state: 'failed', units: [] })), [
      'lostRuns: run 8 is failed and does not say why',
    ]);
    assert.deepEqual(found(run('8', { state: 'failed', error: 'the disk is full', units: [] })), []);
  });

  it('measures recovery from the disturbance to the next attempt or the end', () => {
    const disturbed: Disturbed = { kind: 'disturbed', how: 'kill', at: 100, attempts: [{ run: '8', attempt: 1 }] };
    const signs: Entry[] = [
      { kind: 'sign', run: '8', attempt: 1, at: 90 },
      { kind: 'sign', run: '8', attempt: 2, at: 900 },
    ];
    const resumed = run('8', { finishedAt: 950, units: [] });
    const verdict = judge([...good, disturbed, ...signs, resumed]);
    assert.deepEqual(verdict.recoveries, [{ how: 'kill', run: '8', attempt: 1, ms: 800 }]);
    assert.equal(verdict.disturbances.kill, 1);
  });

  const recoveries = (...entries: Entry[]) =>
    judge(entries).recoveries.map(({ how, run, ms }) => `${how} ${run} ${ms}`);
  const disturbed = (how: Disturbed['how'], at: number, attempt: number): Entry => ({
    kind: 'disturbed',
    how,
    at,
    attempts: attempt > 0 ? [{ run: '1', attempt }] : [],
  });
  const ended = run('1', { finishedAt: 30_000 });

  it('measures recovery from a kill of the server that came in between, and from no other', () => {
    const next: Entry = { kind: 'sign', run: '1', attempt: 2, at: 20_000 };
    assert.deepEqual(recoveries(disturbed('kill', 1_000, 1), next, ended), ['kill 1 19000']);
    const between = disturbed('postmaster', 15_000, 0);
    assert.deepEqual(recoveries(disturbed('kill', 1_000, 1), between, next, ended), ['kill 1 5000']);
    for (const other of [500, 25_000]) {
      const server = disturbed('postmaster', other, 0);
      assert.deepEqual(recoveries(disturbed('kill', 1_000, 1), server, next, ended), ['kill 1 19000']);
    }
  });

  it('takes an attempt that was stopped for recovered when it is seen at work again, and never one that was killed', () => {
    const again: Entry = { kind: 'sign', run: '1', attempt: 1, at: 4_000 };
    assert.deepEqual(recoveries(disturbed('stop', 1_000, 1), again, ended), ['stop 1 3000']);
    assert.deepEqual(recoveries(disturbed('kill', 1_000, 1), again, ended), ['kill 1 29000']);
    // It may be seen a moment after it was stopped, by whoever had looked just before.
    const late: Entry = { kind: 'sign', run: '1', attempt: 1, at: 1_500 };
    assert.deepEqual(recoveries(disturbed('stop', 1_000, 1), late, ended), ['stop 1 29000']);
  });
});
