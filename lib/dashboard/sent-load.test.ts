import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TileResult } from '#lib/query/result.ts';
import type { DashboardHead } from './dashboard-load.ts';
import { sentLoad } from './sent-load.ts';
import { tileOfText } from './sent-tile.ts';

const refused: TileResult = { ok: false, code: 'refused', message: { key: 'refusal.noMeasure' } };
const head: DashboardHead = {
  name: 'sales',
  title: 'Sales',
  filters: [],
  tiles: [],
  notes: [],
  epoch: 1,
  latestEpoch: 1,
  pinned: false,
  incarnation: 'one',
  completeThrough: { through: null, summary: 'daily', zone: 'UTC' },
};

describe('sentLoad(load)', () => {
  it('sends what is known with the page, and promises the rest', async () => {
    let answer: (result: TileResult) => void = () => {};
    const later = new Promise<TileResult>((resolve) => {
      answer = resolve;
    });
    const { tiles, id } = await sentLoad({ id: 'load', head, tiles: { t1: Promise.resolve(refused), t2: later } });
    assert.equal(id, 'load');
    assert.ok(typeof tiles.t1 === 'string');
    assert.deepEqual(tileOfText(tiles.t1), refused);
    assert.ok(tiles.t2 instanceof Promise);
    answer(refused);
    assert.deepEqual(tileOfText(await tiles.t2), refused);
  });
});
