import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { message } from '#lib/i18n/message.ts';
import type { CheckView } from '#lib/refresh/quarantine/quarantine-types.ts';
import { bySeverity, whyWords } from './quarantine-words.ts';

const check = (name: string, passed: boolean, severity: CheckView['severity']): CheckView => ({
  check: name,
  summary: 'daily_sales',
  passed,
  severity,
  measured: '3',
  text: `${name} failed.`,
});

describe('whyWords({ why, checks })', () => {
  it('says the first blocking failure and counts the others', () => {
    const checks = [check('warned', false, 'warn'), check('rows', false, 'block'), check('nulls', false, 'block')];
    assert.equal(whyWords({ why: 'checks', checks }, english), 'rows failed. And 1 more.');
    assert.equal(whyWords({ why: 'checks', checks: checks.slice(0, 2) }, english), 'rows failed.');
  });
  it('speaks the language of its reader where the check was stored as a message', () => {
    const text = message('check.doubled', { count: 3 });
    const said = { check: null, measured: message('check.count', { count: 3 }), text };
    const checks = [{ ...check('unique grain', false, 'block'), said }];
    assert.match(whyWords({ why: 'checks', checks }, languageOf('ko')), /^같은 키를 반복하는 행이 3개/);
  });
  it('says that a definition waits for somebody to look at it', () => {
    assert.equal(
      whyWords({ why: 'review', checks: [] }, english),
      'A new definition waits for somebody to look at it.',
    );
  });
});

describe('bySeverity(checks)', () => {
  it('begins with what blocks and ends with what passed', () => {
    const checks = [check('passed', true, 'block'), check('warned', false, 'warn'), check('failed', false, 'block')];
    assert.deepEqual(
      bySeverity(checks).map((each) => each.check),
      ['failed', 'warned', 'passed'],
    );
  });
});
