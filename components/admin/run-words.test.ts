import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import { changeWords, epochWords, isActive, progressWords, rangeWords, readRange, runDuration } from './run-words.ts';

describe('run words', () => {
  it('say how far a run is', () => {
    assert.equal(progressWords({ unitsDone: 12, unitsTotal: 28 }, english), '12 of 28 partitions');
    assert.equal(progressWords({ unitsDone: 0, unitsTotal: 1 }, english), '0 of 1 partition');
    assert.equal(progressWords({ unitsDone: 0, unitsTotal: null }, english), 'Counting partitions');
  });
  it('say what changed, exactly', () => {
    assert.equal(
      changeWords({ rowsOpened: '9007199254740993', rowsClosed: '37' }, english),
      '+9,007,199,254,740,993 −37',
    );
    assert.equal(changeWords({ rowsOpened: '0', rowsClosed: '0' }, english), 'None');
  });
  it('name epochs', () => {
    assert.equal(epochWords(null), '–');
    assert.equal(epochWords({ from: 4, to: 4 }), '4');
    assert.equal(epochWords({ from: 4, to: 9 }), '4 – 9');
  });
  it('count a running time to now', () =>
    assert.equal(runDuration({ startedAt: '2026-01-01T00:00:00Z', finishedAt: null }, '2026-01-01T00:00:09Z'), 9000));
  it('know what is under way', () => {
    assert.ok(isActive({ state: 'building' }));
    assert.ok(!isActive({ state: 'partial' }));
  });
});

describe('readRange(from, to)', () => {
  it('takes both days or none', () => {
    assert.deepEqual(readRange('', ''), { range: null, problem: null });
    assert.deepEqual(readRange('2001-06-01', '2001-07-01').range, { from: '2001-06-01', to: '2001-07-01' });
    assert.ok(readRange('2001-06-01', '').problem);
    assert.ok(readRange('2001-06-01', '2001-06-01').problem);
  });
});

describe('rangeWords(range, zone)', () => {
  it('counts the days', () =>
    assert.equal(
      rangeWords({ from: '2001-06-01', to: '2001-07-01' }, 'Asia/Seoul', english),
      'From Jun 1, 2001 up to, not including, Jul 1, 2001: 30 days in Asia/Seoul.',
    ));
});
