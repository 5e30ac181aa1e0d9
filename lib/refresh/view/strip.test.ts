import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays } from '#lib/calendar/day.ts';
import { type BuiltPartition, type Mark, partitionStrip } from './strip.ts';

const built = (partition: string, epoch = 7): BuiltPartition => ({
  partition,
  at: '2026-11-22T09:00:00.000Z',
  epoch,
  run: String(epoch),
});

const statesOf = (days: BuiltPartition[], marks: Mark[], end: string | null = null) =>
  partitionStrip('daily', 'day', days, marks, end)?.states.map(({ state, count }) => `${count} ${state}`);

describe('partitionStrip(summary, by, built, marks, end)', () => {
  it('is nothing where nothing was built or is about to be', () => {
    assert.equal(partitionStrip('daily', 'day', [], [], '2026-11-22'), null);
    assert.equal(partitionStrip('daily', 'day', [], [{ state: 'planned', days: null }], null), null);
  });

  it('fills the gaps between what was built, and up to what the source has', () => {
    assert.deepEqual(statesOf([built('2026-11-01'), built('2026-11-04')], [], '2026-11-06'), [
      '1 fresh',
      '2 missing',
      '1 fresh',
      '1 missing',
    ]);
  });

  it('shows what matters most of a day, whatever the order it is told in', () => {
    const days = { from: '2026-11-02', to: '2026-11-03' };
    const marks: Mark[] = [
      { state: 'building', days },
      { state: 'planned', days: { from: '2026-11-02', to: '2026-11-04' } },
      { state: 'failed', days: { from: '2026-11-01', to: '2026-11-04' } },
      { state: 'pending', days: { from: '2026-11-01', to: '2026-11-05' } },
    ];
    const all = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].map((day) => built(day));
    const expected = ['1 failed', '1 building', '1 planned', '1 pending'];
    assert.deepEqual(statesOf(all, marks), expected);
    assert.deepEqual(statesOf(all, marks.toReversed()), expected);
  });

  it('marks a month of which some days are marked', () => {
    const strip = partitionStrip(
      'monthly',
      'month',
      ['2026-09-01', '2026-10-01', '2026-11-01'].map((month) => built(month)),
      [{ state: 'held', days: { from: '2026-10-31', to: '2026-11-02' } }],
      null,
    );
    assert.deepEqual(strip?.states, [
      { state: 'fresh', count: 1 },
      { state: 'held', count: 2 },
    ]);
  });

  it('calls nothing pending that was never built', () => {
    const marks: Mark[] = [{ state: 'pending', days: { from: '2026-11-01', to: '2026-11-04' } }];
    assert.deepEqual(statesOf([built('2026-11-01'), built('2026-11-03')], marks), [
      '1 pending',
      '1 missing',
      '1 pending',
    ]);
  });

  it('holds everything when everything is held', () => {
    const marks: Mark[] = [{ state: 'held', days: null }];
    assert.deepEqual(statesOf([built('2026-11-01'), built('2026-11-02')], marks), ['2 held']);
  });

  it('sends 3,000 partitions of one build in a few hundred bytes, and each publish once', () => {
    const days = Array.from({ length: 3000 }, (_, day) => built(addDays('2018-09-05', day), day < 2990 ? 1 : 2));
    const strip = partitionStrip('daily', 'day', days, [], null);
    assert.equal(strip?.count, 3000);
    assert.deepEqual(strip.builds, [
      { build: 0, count: 2990 },
      { build: 1, count: 10 },
    ]);
    assert.deepEqual(
      strip.publishes.map(({ epoch }) => epoch),
      [1, 2],
    );
    assert.ok(JSON.stringify(strip).length < 500);
  });
});
