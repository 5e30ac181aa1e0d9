import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonError } from '#lib/problem.ts';
import { english, languageOf } from './languages.ts';
import { message, say } from './message.ts';

const korean = languageOf('ko');

describe('say(message, language)', () => {
  it('writes days and numbers as the reader does', () => {
    const note = message('note.noData', {
      days: { days: { from: '2001-06-04', to: '2001-07-01' } },
      begins: { day: '2002-01-01' },
    });
    assert.equal(say(note, english), 'There is no data for Jun 4 – Jul 1, 2001: it begins on Jan 1, 2002.');
    assert.equal(
      say(note, korean),
      '2001년 6월 4일~7월 1일에는 데이터가 없습니다. 데이터는 2002년 1월 1일부터 있습니다.',
    );
    assert.match(say(message('note.first', { most: 5000 }), korean), /^처음 5,000행만/);
  });

  it('keeps every digit of a decimal string', () => {
    const measured = message('check.ofAll', { count: { decimal: '12345678901234567890.10' }, all: { decimal: 'NaN' } });
    assert.equal(say(measured, english), '12,345,678,901,234,567,890.10 of NaN');
    assert.equal(say(measured, korean), 'NaN 중 12,345,678,901,234,567,890.10');
  });

  it('says messages within messages in the same language', () => {
    const range = { message: message('range.last-days', { count: 28 }) };
    const problem = message('problem.range', { filter: 'Period', text: 'x', shown: range });
    assert.match(say(problem, english), /instead is: Last 28 days\./);
    assert.match(say(problem, korean), /표시합니다: 최근 28일\./);
  });

  it('counts as the language does', () => {
    const rows = (count: number) => say(message('tile.rows', { rows: count }), english);
    assert.deepEqual([rows(0), rows(1), rows(1204)], ['0 rows.', '1 row.', '1,204 rows.']);
    assert.equal(say(message('range.last-days', { count: 1 }), english), 'Last day');
  });

  it('leaves braces and tags in a value as they are', () => {
    const said = say(message('problem.noDashboard', { name: '{x} <b> 5%' }), english);
    assert.match(said, /called "\{x\} <b> 5%"/);
  });
});

describe('PersonError', () => {
  it('is English in logs and speaks the language of its reader', () => {
    const error = new PersonError({ message: message('problem.unbuilt', { summary: 'daily_sales' }), status: 409 });
    assert.equal(error.message, 'daily_sales is not built yet. An admin can refresh it.');
    assert.match(error.in(korean), /아직 만들어지지 않았습니다/);
    const plain = new PersonError({ found: 'Found.', expected: '', todo: 'Do.' });
    assert.equal(plain.in(korean), 'Found. Do.');
  });
});
