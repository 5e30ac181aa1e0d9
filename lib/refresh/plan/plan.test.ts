import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { alignedTo, builtThrough, type PlanInput, partitionsIn, planRefresh } from './plan.ts';
import { planLine } from './plan-line.ts';

const daily = {
  summary: 'daily',
  fingerprint: 'a',
  servedFingerprint: 'a',
  partition: { by: 'day', column: 'day' },
  lookBack: 2,
} as const;
const monthly = { ...daily, summary: 'monthly', partition: { by: 'month', column: 'month' }, lookBack: 0 } as const;

const input: PlanInput = {
  mode: 'due',
  range: null,
  members: [daily, monthly],
  built: partitionsIn({ from: '2024-01-10', to: '2024-02-02' }, 'day'),
  rows: { first: '2024-01-30', last: '2024-02-03' },
  failed: [],
  pending: [],
  invalidated: false,
  held: [],
};
const days = (given: Partial<PlanInput>) => planRefresh({ ...input, ...given }).units.map((unit) => unit.unit);

describe('planRefresh()', () => {
  it('due: looks back from the last published partition, and groups by the coarsest summary', () => {
    assert.deepEqual(days({}), ['2024-01-30..2024-02-01', '2024-02-01..2024-02-04']);
  });

  it('due: without new rows looks back only', () => {
    assert.deepEqual(days({ rows: null }), ['2024-01-30..2024-02-01', '2024-02-01..2024-02-02']);
  });

  it('due: does not look back beyond the first partition', () => {
    assert.deepEqual(days({ built: ['2024-02-01'], rows: { first: '2024-02-01', last: '2024-02-01' } }), [
      '2024-02-01..2024-02-02',
    ]);
  });

  it('due: includes what failed', () => {
    assert.deepEqual(days({ failed: [{ from: '2024-01-12', to: '2024-01-13' }] }), [
      '2024-01-12..2024-02-01',
      '2024-02-01..2024-02-04',
    ]);
  });

  it('due: includes what has changed since it was built, also before the first partition', () => {
    assert.deepEqual(days({ pending: ['2023-11-05', '2024-01-12'] }), [
      '2023-11-05..2023-11-06',
      '2024-01-12..2024-02-01',
      '2024-02-01..2024-02-04',
    ]);
  });

  it('due: builds everything when everything is stale, unless a range is asked for', () => {
    const invalidated = { ...input, pending: input.built, invalidated: true };
    assert.equal(planRefresh(invalidated).kind, 'full');
    const range = { from: '2024-01-31', to: '2024-02-01' };
    assert.deepEqual(days({ ...invalidated, range }), ['2024-01-31..2024-02-01']);
  });

  it('leaves out what is held, and joins nothing across it', () => {
    const held = [{ from: '2024-01-14', to: '2024-01-16' }];
    assert.deepEqual(days({ held, pending: ['2024-01-11', '2024-01-14', '2024-01-17'] }), [
      '2024-01-11..2024-01-12',
      '2024-01-17..2024-02-01',
      '2024-02-01..2024-02-04',
    ]);
    assert.match(planRefresh({ ...input, held: [{ from: '2024-02-01', to: '2024-02-02' }] }).why, /held/);
    assert.deepEqual(days({ held: [null] }), []);
    assert.deepEqual(days({ held: [null], pending: input.built, invalidated: true }), []);
  });

  it('refuses to build everything while days are held, and says what to do', () => {
    const held = [{ from: '2024-01-14', to: '2024-01-16' }];
    assert.throws(
      () => planRefresh({ ...input, mode: 'all', held }),
      /everything was asked for.*2024-01-14 to 2024-01-15.*Release it first/,
    );
    const changed = [{ ...daily, fingerprint: 'b' }, monthly];
    assert.throws(() => planRefresh({ ...input, members: changed, held }), /definition of daily.*held/);
  });

  it('missing: only what was never built', () => {
    assert.deepEqual(days({ mode: 'missing' }), ['2024-02-02..2024-02-04']);
    assert.deepEqual(days({ mode: 'missing', pending: ['2023-11-05', '2024-01-12'] }), [
      '2023-11-05..2023-11-06',
      '2024-02-02..2024-02-04',
    ]);
  });

  it('all of a range: bounded by what there is', () => {
    const range = { from: '2024-01-31', to: '2999-01-01' };
    assert.deepEqual(days({ mode: 'all', range }), ['2024-01-31..2024-02-01', '2024-02-01..2024-02-04']);
  });

  it('a summary never built, or with another definition, is built wholly', () => {
    const never = planRefresh({ ...input, members: [daily, { ...monthly, servedFingerprint: null }] });
    assert.deepEqual([never.kind, never.why, never.units.length], ['full', 'monthly was never built', 1]);
    const changed = planRefresh({ ...input, members: [{ ...daily, fingerprint: 'b' }, monthly] });
    assert.equal(changed.kind, 'full');
  });

  it('tells why in English and to readers of other languages', () => {
    const held = [{ from: '2024-02-01', to: '2024-02-02' }];
    const { why, because } = planRefresh({ ...input, mode: 'missing', built: input.built.slice(0, -1), held });
    assert.equal(why, 'partitions that were never built, but for days that are held');
    assert.equal(because && say(because, languageOf('ko')), '만든 적이 없는 파티션을 만듭니다 (보류된 날짜 제외)');
  });

  it('refuses a span that a wrong date makes', () => {
    assert.throws(() => days({ rows: { first: '2024-01-01', last: '9999-01-01' } }), /wrong date/);
  });
});

describe('builtThrough()', () => {
  it('is the end of the partitions before the first gap', () => {
    assert.equal(builtThrough(['2024-01-03', '2024-01-01', '2024-01-02', '2024-01-05'], 'day'), '2024-01-04');
    assert.equal(builtThrough(['2024-01-01'], 'month'), '2024-02-01');
    assert.equal(builtThrough([], 'day'), null);
  });

  it('counts on from where it was', () => {
    assert.equal(builtThrough(['2023-01-01', '2024-01-01', '2024-01-02'], 'day', '2024-01-02'), '2024-01-03');
    assert.equal(builtThrough(['2023-01-01'], 'day', '2024-01-02'), '2024-01-02');
  });
});

describe('alignedTo()', () => {
  it('widens days to whole partitions', () => {
    assert.deepEqual(alignedTo('week', { from: '2024-01-31', to: '2024-02-06' }), {
      from: '2024-01-29',
      to: '2024-02-12',
    });
    assert.deepEqual(alignedTo('month', { from: '2024-01-31', to: '2024-02-01' }), {
      from: '2024-01-01',
      to: '2024-02-01',
    });
  });
});

describe('planLine(plan)', () => {
  it('counts units and names the kind', () => {
    const full = planRefresh({ ...input, mode: 'all' });
    assert.equal(planLine(full), 'Planned 1 unit, full build: everything was asked for.');
    assert.match(planLine(planRefresh(input)), /^Planned 2 units, incremental build: new rows/);
  });
});
