import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DefinitionDiff, QuarantinedMember } from '#lib/refresh/quarantine/quarantine-types.ts';
import { nothingDiffers, sameShape, withoutRepeats } from './differences.ts';

const measures = [{ name: 'orders', before: '3', after: '4' }];
const sample = [{ side: 'built' as const, values: ['1'] }];
const diff: DefinitionDiff = {
  summary: 'daily_orders',
  added: [],
  removed: [],
  retyped: [],
  zone: null,
  grain: null,
  rows: { before: '3', after: '4' },
  measures,
  columns: ['orders'],
  sample,
  compared: true,
};
const member: QuarantinedMember = {
  summary: 'daily_orders',
  columns: ['orders'],
  opened: '1',
  closed: '0',
  measures,
  sample,
};

describe('withoutRepeats(definition, members)', () => {
  it('leaves totals and rows to what publishing would change', () => {
    assert.deepEqual(withoutRepeats([diff], [member]), [{ ...diff, measures: [], sample: [] }]);
  });
  it('keeps what is shown nowhere else', () => {
    assert.deepEqual(withoutRepeats([diff], []), [diff]);
    assert.deepEqual(withoutRepeats([diff], [{ ...member, summary: 'monthly_orders' }]), [diff]);
    assert.deepEqual(withoutRepeats([diff], [{ ...member, sample: [] }]), [{ ...diff, measures: [] }]);
  });
});

describe('what does not differ', () => {
  it('is a shape', () => {
    assert.equal(sameShape(diff), true);
    assert.equal(sameShape({ ...diff, added: ['refunds'] }), false);
    assert.equal(sameShape({ ...diff, zone: { before: 'UTC', after: 'Asia/Seoul' } }), false);
  });
  it('is rows with their totals', () => {
    const same = { ...member, opened: '0', measures: [{ name: 'orders', before: '3', after: '3' }] };
    assert.equal(nothingDiffers(same), true);
    assert.equal(nothingDiffers(member), false);
    assert.equal(nothingDiffers({ ...same, measures }), false);
  });
});
