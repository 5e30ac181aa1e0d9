import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunDetail, UnitView } from '#lib/refresh/view/run-types.ts';
import { knownOf, mergeRun } from './merge-run.ts';
import { builtRows, remaining } from './pace.ts';

const now = '2026-11-22T09:00:10.000Z';

const unit = (ordinal: number, given: Partial<UnitView> = {}): UnitView => ({
  unit: `unit ${ordinal}`,
  ordinal,
  range: null,
  state: 'pending',
  epoch: null,
  opened: '0',
  closed: '0',
  built: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  quarantine: null,
  passed: 0,
  warned: 0,
  blocked: 0,
  ...given,
});

const done = (ordinal: number, seconds: number) =>
  unit(ordinal, {
    state: 'published',
    startedAt: '2026-11-22T09:00:00.000Z',
    finishedAt: `2026-11-22T09:00:0${seconds}.000Z`,
    built: '10',
  });

const building = (ordinal: number, startedAt: string) => unit(ordinal, { state: 'building', startedAt, built: '5' });

describe('remaining(run)', () => {
  it('goes by the pace of the run itself', () => {
    const units = [done(0, 2), done(1, 4), building(2, '2026-11-22T09:00:09.000Z'), unit(3), unit(4)];
    assert.equal(remaining({ units, pace: { secondsPerUnit: 100, runs: 5 }, now }), 2 * 3000 + 2000);
  });

  it('goes by earlier runs before its first unit is done', () => {
    const units = [building(0, '2026-11-22T09:00:00.000Z'), unit(1)];
    assert.equal(remaining({ units, pace: { secondsPerUnit: 30, runs: 2 }, now }), 30_000 + 20_000);
    assert.equal(remaining({ units, pace: null, now }), null);
  });

  it('never counts a unit that takes longer than usual as less than nothing', () => {
    const units = [building(0, '2026-11-22T08:00:00.000Z')];
    assert.equal(remaining({ units, pace: { secondsPerUnit: 30, runs: 2 }, now }), 0);
  });

  it('knows nothing before there is a plan', () => {
    assert.equal(remaining({ units: [], pace: { secondsPerUnit: 30, runs: 2 }, now }), null);
  });
});

describe('builtRows(units)', () => {
  it('adds up what has been built, exactly', () => {
    assert.equal(builtRows([unit(0)]), null);
    assert.equal(
      builtRows([unit(0, { built: '9007199254740993' }), unit(1, { built: '2' }), unit(2)]),
      '9007199254740995',
    );
  });
});

describe('mergeRun(before, news)', () => {
  const detail = (units: UnitView[], log: string[], changedAt: string): RunDetail =>
    ({
      units,
      changedAt,
      log: log.map((id) => ({ id, attempt: 1, at: now, line: id })),
      logCut: false,
    }) as unknown as RunDetail;

  it('replaces the units that changed and adds the lines that are new', () => {
    const before = detail([unit(0), unit(1), unit(2)], ['7', '9'], '2026-11-22T09:00:00Z');
    assert.deepEqual(knownOf(before), { changedAt: '2026-11-22T09:00:00Z', log: '9' });
    const merged = mergeRun(before, detail([done(1, 3)], ['9', '12'], '2026-11-22T09:00:03Z'));
    assert.deepEqual(
      merged.units.map((each) => each.state),
      ['pending', 'published', 'pending'],
    );
    assert.deepEqual(
      merged.log.map((line) => line.id),
      ['7', '9', '12'],
    );
    assert.deepEqual(knownOf(merged), { changedAt: '2026-11-22T09:00:03Z', log: '12' });
  });

  it('takes the units of a plan that was frozen in between', () => {
    const merged = mergeRun(detail([], [], ''), detail([unit(0), unit(1)], [], ''));
    assert.equal(merged.units.length, 2);
  });
});
