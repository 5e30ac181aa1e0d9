import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import { changeSince } from './comparison.ts';

describe('changeSince(now, before, label, style)', () => {
  it('says up and down', () => {
    assert.deepEqual(changeSince('110', '100', 'previous period', {}, english), {
      direction: 'up',
      text: '+10%',
      before: '100 in the previous period',
      sentence: 'Up from 100 in the previous period, +10%.',
    });
    assert.equal(
      changeSince('90', '100', 'previous year', {}, english).sentence,
      'Down from 100 in the previous year, -10%.',
    );
  });
  it('compares shares in points', () =>
    assert.equal(
      changeSince('0.04', '0.02', 'previous period', { unit: 'percent', scale: 1 }, english).text,
      '+2.0 points',
    ));
  it('never says that nothing changed beside an arrow', () => {
    const tiny = changeSince('99990', '100000', 'previous period', {}, english);
    assert.deepEqual([tiny.direction, tiny.text], ['down', '<0.1%']);
    const share = { unit: 'percent', scale: 1 };
    assert.equal(changeSince('0.04001', '0.04', 'previous period', share, english).text, '<0.1 points');
  });
  it('rises when a loss becomes smaller', () =>
    assert.equal(changeSince('-50', '-100', 'previous period', {}, english).text, '+50%'));
  it('does not divide by zero', () => assert.equal(changeSince('5', '0', 'previous period', {}, english).text, '+5'));
  it('does not compare with nothing', () =>
    assert.equal(changeSince('5', null, 'previous period', {}, english).direction, 'unknown'));
});
