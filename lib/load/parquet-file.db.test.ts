import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadFile } from '#lib/load/load-file.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';

/** Written by pyarrow 25: types.parquet in two row groups of two rows. */
const file = (name: string) => join(import.meta.dirname, 'test-files', name);

const expected: [string, string, (string | null)[]][] = [
  ['small', 'integer', ['1', '-128', null, '0']],
  ['int', 'integer', ['2147483647', '-2147483648', null, '0']],
  ['big', 'bigint', ['9223372036854775807', '-9223372036854775808', null, '0']],
  ['unsigned32', 'bigint', ['4294967295', '0', null, '1']],
  ['unsigned64', 'numeric', ['18446744073709551615', '0', null, '1']],
  ['decimal9', 'numeric(9,2)', ['1234567.89', '-0.01', null, '0.00']],
  ['decimal38', 'numeric(38,10)', ['1234567890123456789012345678.0123456789', '-0.0000000001', null, '0.0000000000']],
  ['day', 'date', ['2024-02-29', '0001-01-01', null, '9999-12-31']],
  ['at', 'timestamp', ['2024-02-29 23:59:59.999999', '1969-12-31 23:59:59.000001', null, '1970-01-01 00:00:00']],
  ['at_millis', 'timestamp', ['2024-02-29 23:59:59.999', '1969-12-31 23:59:59.001', null, '1970-01-01 00:00:00']],
  [
    'moment',
    'timestamptz',
    ['2024-02-29 23:59:59.999999+00', '1900-01-01 00:00:00+00', null, '1970-01-01 00:00:00+00'],
  ],
  ['nano', 'timestamp', ['2024-02-29 23:59:59.123456', '1969-12-31 23:59:59.999999', null, '1970-01-01 00:00:00']],
  ['flag', 'boolean', ['true', 'false', null, 'true']],
  ['double', 'double precision', ['0.1', 'NaN', null, '-Infinity']],
  ['real', 'real', ['0.5', '-1.5', null, '3']],
  ['text', 'text', ['tab\t"quote"\\ new\nline é 😀', '', null, 'x']],
  ['category', 'text', ['a', 'b', null, 'a']],
];

describe('loadFile of Parquet', () => {
  let database: TestDatabase;
  let home: string;
  before(async () => {
    database = await testDatabase();
    home = await mkdtemp(join(tmpdir(), 'summa-parquet-'));
  });
  after(async () => {
    await database.drop();
    await rm(home, { recursive: true });
  });
  const load = (name: string, table: string, overrides: Record<string, string> = {}) =>
    loadFile({ path: file(name), table, overrides, url: database.url, home });

  it('keeps every type and value exactly', async () => {
    const result = await load('types.parquet', 'raw.types');
    assert.deepEqual([result.read, result.rows], [4, 4]);
    for (const [i, [name, type, values]] of expected.entries()) {
      assert.deepEqual([result.columns[i]?.name, result.columns[i]?.type], [name, type]);
      const { rows } = await database.pool.query(
        `select array_agg(${name}::text order by ctid) as found from raw.types`,
      );
      assert.deepEqual(rows[0].found, values, name);
    }
  });

  it('takes other types when asked', async () => {
    const result = await load('types.parquet', 'raw.other', { big: 'numeric(20,0)', At: 'text' });
    assert.deepEqual(
      result.columns.filter((column) => ['big', 'at'].includes(column.name)).map((column) => column.type),
      ['numeric(20,0)', 'text'],
    );
  });

  it('rejects a text with a NUL and keeps the row in a file', async (t) => {
    const result = await load('nul.parquet', 'raw.nul');
    t.after(() => (result.rejectedFile ? rm(result.rejectedFile) : undefined));
    assert.deepEqual([result.read, result.rows, result.rejected], [3, 2, 1]);
    assert.deepEqual(
      result.firstRejected.map(({ line, column, reason }) => [line, column, reason]),
      [[2, 'text', 'holds a NUL byte']],
    );
  });

  it('refuses nested columns with a way out', async () => {
    await assert.rejects(
      load('nested.parquet', 'raw.nested'),
      /The column "tags" .* is a list, map or struct.*Write it as JSON text/,
    );
  });
});
