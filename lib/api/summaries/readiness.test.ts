import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Known, readinessOf } from './readiness.ts';

const asked: Known = {
  summary: 'daily',
  // The end of 1 November in Seoul.
  through: { instant: '2026-11-01T15:00:00.000Z', local: '2026-11-02T00:00:00.000000' },
  completeThrough: '2026-11-01T15:00:00.000Z',
  epoch: 7,
  pending: [],
  failed: [],
  held: [],
};
const day = (from: string, to: string) => [{ from, to }];

describe('readinessOf(known)', () => {
  it('is ready when the summary is complete through that very moment', () => {
    const { ready, why } = readinessOf(asked);
    assert.deepEqual([ready, why], [true, null]);
    assert.equal(readinessOf({ ...asked, completeThrough: '2026-11-01T14:59:59.999Z' }).ready, false);
  });

  it('is not ready before the first build, nor when nothing is known', () => {
    assert.match(readinessOf({ ...asked, epoch: null, completeThrough: null }).why ?? '', /not built/);
    assert.match(readinessOf({ ...asked, completeThrough: null }).why ?? '', /Nothing is known/);
  });

  for (const kind of ['pending', 'failed', 'held'] as const) {
    it(`is not ready while a day before it is ${kind}, and does not mind later ones`, () => {
      const before = readinessOf({ ...asked, [kind]: day('2026-11-01', '2026-11-02') });
      assert.equal(before.ready, false);
      assert.deepEqual(before[kind], day('2026-11-01', '2026-11-02'));
      assert.match(before.why ?? '', /2026-11-01 to 2026-11-02/);
      const after = readinessOf({ ...asked, [kind]: day('2026-11-02', '2026-11-03') });
      assert.deepEqual([after.ready, after[kind]], [true, []]);
    });
  }

  it('joins days that touch', () => {
    const pending = [...day('2026-10-03', '2026-10-04'), ...day('2026-10-01', '2026-10-03')];
    assert.deepEqual(readinessOf({ ...asked, pending }).pending, day('2026-10-01', '2026-10-04'));
  });
});
