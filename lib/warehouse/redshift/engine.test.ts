import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redshiftEngine } from './engine.ts';

const { isOneOf, rows, columnType, asText } = redshiftEngine;

describe('lists in Redshift', () => {
  it('are written out, a parameter each', () => {
    assert.deepEqual(isOneOf('a', 'text', ['x', 'y'], 3), {
      text: 'a in (cast($3 as varchar(65535)), cast($4 as varchar(65535)))',
      values: ['x', 'y'],
    });
    const list = rows(
      's',
      { a: { type: 'text', values: ['x', 'y'] }, b: { type: 'date', values: [null, '2024-01-01'] } },
      2,
    );
    assert.deepEqual(list.values, ['x', null, 'y', '2024-01-01']);
    assert.match(
      list.text,
      /^\(select cast\(\$2 as varchar\(65535\)\) as a, cast\(\$3 as date\) as b union all select /,
    );
    assert.match(list.text, /\) as s$/);
  });

  it('may be empty, and then hold nothing', () => {
    assert.deepEqual(isOneOf('a', 'text', [], 1), { text: 'false', values: [] });
    assert.equal(
      rows('s', { a: { type: 'bigint', values: [] } }, 1).text,
      '(select cast(null as bigint) as a where false) as s',
    );
  });
});

describe('types in Redshift', () => {
  it('keep whole texts and the digits of numbers', () => {
    assert.deepEqual(['text', 'numeric', 'numeric(40,2)', 'date'].map(columnType), [
      'varchar(65535)',
      'numeric(38,10)',
      'numeric(38,2)',
      'date',
    ]);
  });

  it('write a boolean as PostgreSQL does', () => {
    assert.equal(asText('a', 'boolean'), "case when a then 'true' when not a then 'false' end");
  });
});
