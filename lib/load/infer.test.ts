import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ColumnTally } from '#lib/load/infer.ts';

function decide(values: string[]) {
  const tally = new ColumnTally();
  values.forEach((value, i) => {
    const bytes = Buffer.from(value);
    tally.add(bytes, 0, bytes.length, i + 2);
  });
  return tally.decide();
}

const cases: [string, string[], string][] = [
  ['whole numbers', ['1', '-2', '0'], 'bigint'],
  ['the extremes of bigint', ['9223372036854775807', '-9223372036854775808'], 'bigint'],
  ['one more than bigint holds', ['9223372036854775808', '1'], 'numeric'],
  ['fractions', ['1', '2.50', '.5'], 'numeric'],
  ['exponents', ['1e6', '2.5'], 'double precision'],
  ['exponents with more digits than a double has', ['1e6', '1234567890.1234567'], 'numeric'],
  ['exponents beyond a double', ['1e400', '1'], 'text'],
  ['leading zeros', ['007', '12'], 'text'],
  ['a leading zero after a sign', ['-01'], 'text'],
  ['zero and a fraction of it', ['0', '0.5'], 'numeric'],
  ['telephone numbers', ['+821012345678'], 'text'],
  ['thousands separators', ['1,234'], 'text'],
  ['hexadecimal and underscores', ['0x1F', '1_000'], 'text'],
  ['NaN among numbers', ['1', 'NaN'], 'numeric'],
  ['nothing but NaN', ['NaN'], 'text'],
  ['booleans', ['true', 'FALSE', 't', 'f'], 'boolean'],
  ['yes and no', ['yes', 'no'], 'text'],
  ['ones and zeros', ['1', '0'], 'bigint'],
  ['booleans and numbers', ['true', '1'], 'text'],
  ['dates', ['2024-02-29', '1999-12-31'], 'date'],
  ['a day that is not', ['2023-02-29'], 'text'],
  ['American dates', ['02/29/2024'], 'text'],
  ['dates and times', ['2024-02-29', '2024-02-29 13:45'], 'timestamp'],
  ['times with T and microseconds', ['2024-02-29T13:45:00.123456'], 'timestamp'],
  ['nanoseconds', ['2024-02-29T13:45:00.123456789'], 'text'],
  ['nanoseconds that are zero', ['2024-02-29T13:45:00.123456000'], 'timestamp'],
  ['zones', ['2024-02-29T13:45:00Z', '2024-02-29 13:45:00+09', '2024-02-29 13:45:00.5-03:30'], 'timestamptz'],
  ['times with and without zones', ['2024-02-29T13:45:00Z', '2024-02-29T13:45:00'], 'text'],
  ['an hour that is not', ['2024-02-29 24:00:00'], 'text'],
  ['nothing', [], 'text'],
  ['padded numbers', [' 1'], 'text'],
  ['lone signs and points', ['-', '.', '1.'], 'text'],
];

describe('ColumnTally', () => {
  for (const [name, values, type] of cases) {
    it(`takes ${name} as ${type}`, () => assert.equal(decide(values).type.sql, type));
  }

  it('names the values that keep a column from being numbers', () => {
    const { type, note } = decide([...Array.from({ length: 99 }, (_, i) => String(i)), 'N/A']);
    assert.equal(type.sql, 'text');
    assert.match(note ?? '', /1 of 100 values, the first "N\/A" on line 101; as bigint/);
  });
});
