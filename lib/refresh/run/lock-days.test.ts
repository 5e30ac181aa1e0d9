import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shopMembers } from '../testing/shop-members.ts';
import { joined, lockedDays } from './lock-days.ts';

const units = (...days: [string, string][]) => days.map(([from, to]) => ({ unit: from, days: { from, to } }));

describe('lockedDays(members, plan)', () => {
  it('are whole partitions of the coarsest summary, joined where they meet', () => {
    const plan = {
      kind: 'incremental' as const,
      units: units(['2024-01-30', '2024-02-01'], ['2024-02-01', '2024-02-03']),
    };
    assert.deepEqual(lockedDays(shopMembers(), plan), [{ from: '2024-01-01', to: '2024-03-01' }]);
    const apart = {
      kind: 'incremental' as const,
      units: units(['2024-03-05', '2024-03-06'], ['2024-01-30', '2024-01-31']),
    };
    assert.deepEqual(lockedDays(shopMembers(), apart), [
      { from: '2024-01-01', to: '2024-02-01' },
      { from: '2024-03-01', to: '2024-04-01' },
    ]);
    assert.deepEqual(lockedDays(shopMembers(), { kind: 'incremental', units: [] }), []);
  });

  it('are everything for new generations, roll-backs and what has no days', () => {
    for (const kind of ['full', 'roll back'] as const) {
      assert.equal(lockedDays(shopMembers(), { kind, units: units(['2024-01-30', '2024-01-31']) }), null);
    }
    assert.equal(lockedDays(shopMembers(), { kind: 'incremental', units: [{ unit: 'all', days: null }] }), null);
  });
});

describe('joined(ranges)', () => {
  it('joins what touches or overlaps, and keeps what does not', () => {
    const range = (from: string, to: string) => ({ from, to });
    assert.deepEqual(joined([range('c', 'd'), range('a', 'b'), range('b', 'c')]), [range('a', 'd')]);
    assert.deepEqual(joined([range('a', 'd'), range('b', 'c')]), [range('a', 'd')]);
    assert.deepEqual(joined([range('a', 'b'), range('c', 'd')]), [range('a', 'b'), range('c', 'd')]);
  });
});
