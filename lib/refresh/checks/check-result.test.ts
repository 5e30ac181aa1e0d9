import assert from 'node:assert/strict';
import { it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { type Message, message, say } from '#lib/i18n/message.ts';
import { checkResult, countOf } from './check-result.ts';

const result = { check: 'not null day', summary: 'daily', severity: 'block' } as const;

it('says a result in English for logs, and in the language of its reader', () => {
  const name = message('check.notNull', { column: 'day' });
  const problem = message('check.noValue', { count: 1200, column: 'day' });
  const failed = checkResult({ ...result, name, passed: false, measured: countOf('1200'), problem });
  assert.equal(failed.measured, '1,200');
  assert.equal(failed.text, "1,200 rows have no 'day'. Expected a value in every row.");
  assert.equal(
    failed.said?.text && say(failed.said.text, languageOf('ko')),
    "'day' 값이 없는 행이 1,200개 있습니다. 모든 행에 값이 있어야 합니다.",
  );
  const passed = checkResult({ ...result, name, passed: true, measured: countOf('0'), problem });
  assert.deepEqual([passed.text, passed.said?.text], ['', null]);
});

it('counts partitions by what they are', () => {
  const unusual = (count: number, by: string): Message =>
    message('check.unusual', {
      what: { message: message('check.allRows') },
      count,
      by,
      partition: '2024-01-01',
      total: { decimal: '7' },
      usual: { decimal: '12000' },
      least: { decimal: '7200' },
      most: { decimal: '16800.5' },
    });
  const range = 'Expected 7,200 to 16,800.5. Look for rows that were lost, or loaded twice.';
  const such = 'such as 2024-01-01 with 7, usually 12,000';
  assert.equal(say(unusual(1, 'week'), english), `the total of rows is unusual in 1 week, ${such}. ${range}`);
  assert.equal(say(unusual(3, 'year'), english), `the total of rows is unusual in 3 years, ${such}. ${range}`);
});
