import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PartitionStrip } from '#lib/refresh/view/strip-types.ts';
import { countStates, partitionsOf, rangeOf, spanOf, stretchesOf } from './strip-partitions.ts';

const strip: PartitionStrip = {
  summary: 'monthly',
  by: 'month',
  first: '2025-11-01',
  count: 5,
  states: [
    { state: 'fresh', count: 2 },
    { state: 'failed', count: 2 },
    { state: 'missing', count: 1 },
  ],
  builds: [
    { build: 1, count: 2 },
    { build: 0, count: 2 },
    { build: null, count: 1 },
  ],
  publishes: [
    { at: '2026-11-22T09:00:00Z', epoch: 4, run: '4' },
    { at: '2026-11-22T10:00:00Z', epoch: 5, run: '5' },
  ],
};

const partitions = partitionsOf(strip);

describe('partitionsOf(strip)', () => {
  it('lays the partitions side by side', () => {
    assert.deepEqual(partitions.days, ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01', '2026-03-01']);
    assert.equal(partitions.end, '2026-04-01');
    assert.deepEqual(
      partitions.builds.map((build) => build?.epoch ?? null),
      [5, 5, 4, 4, null],
    );
    assert.deepEqual(
      [...countStates(partitions)],
      [
        ['fresh', 2],
        ['failed', 2],
        ['missing', 1],
      ],
    );
  });
});

describe('spanOf(partitions, range)', () => {
  it('finds the partitions that touch the days', () => {
    assert.deepEqual(spanOf(partitions, { from: '2025-12-31', to: '2026-01-02' }), { first: 1, last: 2 });
    assert.deepEqual(spanOf(partitions, { from: '2020-01-01', to: '2030-01-01' }), { first: 0, last: 4 });
    assert.deepEqual(spanOf(partitions, { from: '2026-03-31', to: '2026-04-01' }), { first: 4, last: 4 });
    assert.equal(spanOf(partitions, { from: '2026-04-01', to: '2026-05-01' }), null);
    assert.equal(spanOf(partitions, { from: '2025-01-01', to: '2025-11-01' }), null);
  });

  it('is undone by rangeOf(partitions, span)', () => {
    for (let first = 0; first < 5; first++) {
      for (let last = first; last < 5; last++) {
        assert.deepEqual(spanOf(partitions, rangeOf(partitions, { first, last })), { first, last });
      }
    }
  });
});

describe('stretchesOf(partitions)', () => {
  it('names what is not fresh', () => {
    assert.deepEqual(stretchesOf(partitions), [
      { state: 'failed', first: 2, last: 3 },
      { state: 'missing', first: 4, last: 4 },
    ]);
  });
});
