import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { restoredPartitions } from './restored-partitions.ts';

const known = { by: 'day' as const, undoes: 7, withRows: [], first: '2024-03-01', through: '2024-03-05' };

describe('restoredPartitions(known)', () => {
  it('keeps what was recorded before the epoch, or lies where nothing was missing then', () => {
    const recorded = [
      { partition: '2024-03-04', epoch: 9 },
      { partition: '2024-03-08', epoch: 6 },
    ];
    assert.deepEqual(restoredPartitions({ ...known, recorded }), {
      partitions: ['2024-03-04', '2024-03-08'],
      unbuilt: [],
    });
  });

  it('keeps a partition with rows beyond a gap', () => {
    const recorded = [{ partition: '2024-03-20', epoch: 9 }];
    assert.deepEqual(restoredPartitions({ ...known, recorded, withRows: ['2024-03-20'] }).partitions, ['2024-03-20']);
  });

  it('forgets what came after, and what was filled in before the first day', () => {
    const recorded = [
      { partition: '2024-02-29', epoch: 7 },
      { partition: '2024-03-05', epoch: 7 },
    ];
    assert.deepEqual(restoredPartitions({ ...known, recorded }), {
      partitions: [],
      unbuilt: ['2024-02-29', '2024-03-05'],
    });
  });

  it('counts a month that began before the first day as built', () => {
    const recorded = [{ partition: '2024-03-01', epoch: 8 }];
    const months = { ...known, by: 'month' as const, first: '2024-03-12', through: '2024-04-01' };
    assert.deepEqual(restoredPartitions({ ...months, recorded }).partitions, ['2024-03-01']);
  });
});
