import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { misfit, parseColumnType, requestedType } from '#lib/load/column-type.ts';

function reason(type: string, value: string): string | null {
  const bytes = Buffer.from(value);
  return misfit(requestedType('x', type), bytes, 0, bytes.length);
}

describe('misfit(type, value)', () => {
  const fits: [string, string][] = [
    ['smallint', '-32768'],
    ['integer', '2147483647'],
    ['bigint', '-9223372036854775808'],
    ['bigint', '+5'],
    ['bigint', '007'],
    ['numeric(5,2)', '999.994'],
    ['numeric(5,2)', '-0.001'],
    ['numeric(5,2)', '9.99e2'],
    ['numeric(5,2)', 'NaN'],
    ['numeric', 'Infinity'],
    ['double precision', '-inf'],
    ['real', '3.4e38'],
    ['boolean', 'Yes'],
    ['boolean', '0'],
    ['varchar(3)', '가나다'],
    ['timestamp', '2024-02-29'],
    ['timestamptz', '2024-02-29 00:00:00'],
    ['uuid', '6f1ed002-ab5a-4d2f-8c21-0d1c1b5b0f4e'],
    ['jsonb', '{"a":[1]}'],
  ];
  for (const [type, value] of fits) it(`${value} fits ${type}`, () => assert.equal(reason(type, value), null));

  const misfits: [string, string, RegExp][] = [
    ['smallint', '32768', /outside the range/],
    ['integer', '-2147483649', /outside the range/],
    ['bigint', '9223372036854775808', /outside the range/],
    ['bigint', '1.0', /not a whole number/],
    ['bigint', 'abc', /not a whole/],
    ['numeric(5,2)', '999.995', /more than 3 digits/],
    ['numeric(5,2)', '1e3', /more than 3 digits/],
    ['numeric(5,2)', 'Infinity', /does not fit/],
    ['numeric', '1e99999', /exponent/],
    ['double precision', '1e400', /outside the range/],
    ['double precision', '1e-400', /outside the range/],
    ['real', '1e39', /outside the range/],
    ['boolean', 'ja', /not true or false/],
    ['date', '2023-02-29', /not a date/],
    ['date', '2024-02-29 12:00', /not a date/],
    ['timestamp', '2024-02-29 12:00Z', /time zone/],
    ['varchar(3)', 'four', /longer than 3/],
    ['uuid', 'x', /not a UUID/],
    ['jsonb', '{a:1}', /not JSON/],
    ['jsonb', '"\\u0000"', /NUL/],
  ];
  for (const [type, value, why] of misfits)
    it(`${value} does not fit ${type}`, () => assert.match(reason(type, value) ?? '', why));
});

describe('parseColumnType(text)', () => {
  it('knows the names PostgreSQL prints', () => {
    assert.equal(parseColumnType('timestamp without time zone')?.sql, 'timestamp');
    assert.equal(parseColumnType('character varying(20)')?.sql, 'varchar(20)');
    assert.equal(parseColumnType('numeric(12,2)')?.sql, 'numeric(12,2)');
  });

  it('refuses what it cannot load', () => {
    for (const text of ['money', 'text[]', 'text; drop table x', 'bigint(3)', 'numeric(0)'])
      assert.equal(parseColumnType(text), null);
    assert.throws(() => requestedType('a', 'money'), /cannot be loaded as "money".*Expected one of text/);
  });
});
