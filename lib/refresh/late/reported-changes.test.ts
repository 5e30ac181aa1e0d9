import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { definitionOf } from '#lib/definition/summary.ts';
import { daily } from '../testing/shop.ts';
import { type Reported, reportedNeeded, reportedOutside, reportedStale } from './reported-changes.ts';

const [source] = definitionOf(daily).sources;
assert.ok(source);
const head = { ...definitionOf(daily), sources: [{ ...source, late: { tier: 'manifest' } as const }] };

const reported = (changes: [id: number, from: string | null, to: string | null][]): Reported => ({
  // The 3rd was never built. Each build has seen the changes up to a number.
  built: [
    { partition: '2024-03-01', seen: 3 },
    { partition: '2024-03-02', seen: 3 },
    { partition: '2024-03-04', seen: 3 },
    { partition: '2024-03-05', seen: 7 },
  ],
  changes: changes.map(([id, from, to]) => ({ id, source: 'orders', days: from && to ? { from, to } : null })),
});
const days = (stale: { partition: string }[]) => stale.map(({ partition }) => partition);

describe('reported changes, numbered in the order of commits', () => {
  it('make stale what was built before them, of the days they name', () => {
    const one = reported([[5, '2024-03-02', '2024-03-06']]);
    assert.deepEqual(reportedStale(one, head, 'day'), [
      { partition: '2024-03-02', whole: false },
      { partition: '2024-03-04', whole: false },
    ]);
    assert.deepEqual(reportedStale(reported([[3, '2024-03-01', '2024-03-06']]), head, 'day'), []);
  });

  it('make stale all that was built before them when they name no days', () => {
    const stale = reportedStale(reported([[5, null, null]]), head, 'day');
    assert.deepEqual(days(stale), ['2024-03-01', '2024-03-02', '2024-03-04']);
    assert.ok(stale.every(({ whole }) => whole));
  });

  it('make stale what was built from nobody knows what', () => {
    const unknown: Reported = { built: [{ partition: '2024-03-01', seen: null }], changes: [] };
    assert.deepEqual(reportedStale(unknown, head, 'day'), [{ partition: '2024-03-01', whole: true }]);
  });

  it('name days outside of what is built: before, behind, and in a gap', () => {
    const outside = (from: string, to: string) => reportedOutside(reported([[1, from, to]]), head, 'day').length === 1;
    assert.equal(outside('2024-02-28', '2024-03-02'), true);
    assert.equal(outside('2024-03-05', '2024-03-07'), true);
    assert.equal(outside('2024-03-02', '2024-03-05'), true);
    assert.equal(outside('2024-03-01', '2024-03-03'), false);
    assert.equal(outside('2024-03-04', '2024-03-06'), false);
  });

  it('are needed until every partition they touch has seen them, and while some were never built', () => {
    const needed = (from: string | null, to: string | null, id: number) =>
      reportedNeeded(reported([[id, from, to]]), head, 'day').length === 1;
    assert.equal(needed('2024-03-05', '2024-03-06', 7), false);
    assert.equal(needed('2024-03-05', '2024-03-06', 8), true);
    assert.equal(needed('2024-03-03', '2024-03-04', 1), true);
    assert.equal(needed(null, null, 3), false);
    assert.equal(needed(null, null, 4), true);
  });
});
