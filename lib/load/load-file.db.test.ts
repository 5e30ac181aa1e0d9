import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { misfit, requestedType } from '#lib/load/column-type.ts';
import { type LoadOptions, loadFile } from '#lib/load/load-file.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';

const retail = join(import.meta.dirname, '../../../shared/data/online-retail.csv.gz');

describe('loadFile(options)', () => {
  let database: TestDatabase;
  let folder: string;
  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'summa-load-'));
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  let files = 0;
  async function load(content: string | Buffer, table: string, options: Partial<LoadOptions> = {}) {
    const path = join(folder, `file-${++files}.csv`);
    await writeFile(path, content);
    return await loadFile({ path, table, url: database.url, home: folder, ...options });
  }
  const rows = async (sql: string) => (await database.pool.query({ text: sql, rowMode: 'array' })).rows as unknown[][];

  it('keeps every value exactly', async () => {
    const content = [
      'big,exact,special,double,flag,day,at,moment,text',
      '9223372036854775807,1234567890123456789012345678.0123456789,NaN,1e300,true,2024-02-29,2024-02-29 23:59:59.999999,2024-03-10T02:30:00-05:00,"a\tb\\n""c"""',
      '-9223372036854775808,-0.0000000001,1.5,5e-324,false,0001-01-01,1969-12-31T00:00,2024-03-10 07:30:00.5Z,""',
      ',,,,,,,,',
      '"","","","","","","",""," \r\n é 😀"',
    ].join('\r\n');
    const result = await load(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(content)]), 'raw.exact');
    assert.deepEqual(
      result.columns.map((column) => column.type),
      ['bigint', 'numeric', 'numeric', 'double precision', 'boolean', 'date', 'timestamp', 'timestamptz', 'text'],
    );
    assert.deepEqual([result.read, result.rows, result.rejected], [4, 4, 0]);
    assert.deepEqual(
      await rows(
        `select big::text, exact::text, special::text, double::text, flag::text, day::text, at::text, (moment at time zone 'UTC')::text, text from raw.exact`,
      ),
      [
        [
          '9223372036854775807',
          '1234567890123456789012345678.0123456789',
          'NaN',
          '1e+300',
          'true',
          '2024-02-29',
          '2024-02-29 23:59:59.999999',
          '2024-03-10 07:30:00',
          'a\tb\\n"c"',
        ],
        [
          '-9223372036854775808',
          '-0.0000000001',
          '1.5',
          '5e-324',
          'false',
          '0001-01-01',
          '1969-12-31 00:00:00',
          '2024-03-10 07:30:00.5',
          '',
        ],
        Array(9).fill(null),
        [...Array(8).fill(null), ' \r\n é 😀'],
      ],
    );
  });

  it('rejects what does not fit, with line, column, value and reason, and loads the rest', async () => {
    const content = Buffer.concat([
      Buffer.from('id,amount,name\n1,1.50,one\n2,x,two\n3,3.00\n4,4,4,4\n5,5,"a\nb"\n6,6,'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('\n7,7,a\0b\n\n8,"8"8,x\n9,9,"open\n'),
    ]);
    const result = await load(content, 'raw.rejects', { overrides: { amount: 'numeric(10,2)' } });
    assert.deepEqual([result.read, result.rows, result.rejected, result.blank], [9, 2, 7, 1]);
    assert.deepEqual(
      result.firstRejected.map(({ line, column, reason }) => [line, column, reason]),
      [
        [3, 'amount', 'is not a number'],
        [4, null, 'has 2 fields, and the header has 3'],
        [5, null, 'has 4 fields, and the header has 3'],
        [8, 'name', 'is not valid UTF-8'],
        [9, 'name', 'holds a NUL byte'],
        [11, null, 'something follows a closing quote; a quote inside a value must be doubled'],
        [12, null, 'a quote is opened and never closed'],
      ],
    );
    assert.equal(result.firstRejected[0]?.value, 'x');
    assert.ok(result.rejectedFile);
    const kept = readFileSync(result.rejectedFile);
    assert.ok(kept.includes(Buffer.from([0xc3, 0x28])), 'the bytes of a rejected row are kept as they were');
    assert.match(kept.toString('latin1'), /^line,column,reason,row\n"3","amount","is not a number","2,x,two"\n/);
    assert.deepEqual(await rows('select id, name from raw.rejects order by id'), [
      ['1', 'one'],
      ['5', 'a\nb'],
    ]);
  });

  it('takes a quoted empty field as an empty text, and as NULL where a text has no place', async () => {
    await load('n,t,u\n1,"",\n"",x,NA\n', 'raw.empties', { nulls: ['NA'] });
    assert.deepEqual(await rows('select n, t, u from raw.empties'), [
      ['1', '', null],
      [null, 'x', null],
    ]);
  });

  it('refuses a file without a header, and says what it found instead', async () => {
    await assert.rejects(load('2024-01-01,5\n', 'raw.x'), /has no header line: its first line holds "2024-01-01"/);
    await assert.rejects(load('1,2\n3,4\n', 'raw.x'), /has no header line/);
    await assert.rejects(load('', 'raw.x'), /is empty/);
    await assert.rejects(load(Buffer.from('\ufeffa,b\n', 'utf16le'), 'raw.x'), /UTF-16/);
    await assert.rejects(load('PK\x03\x04', 'raw.x'), /spreadsheet/);
    await assert.rejects(
      loadFile({ path: join(folder, 'none.csv'), table: 'raw.x', url: database.url }),
      /There is no file/,
    );
  });

  it('finds the delimiter, and loads a header without rows', async () => {
    const semicolons = await load('a;b\n1;"2;3"\n', 'raw.semicolons');
    assert.deepEqual(
      semicolons.columns.map((column) => column.name),
      ['a', 'b'],
    );
    assert.equal((await load('a\tb\n', 'raw.nothing')).read, 0);
  });

  it('refuses names and schemas that are not for loading', async () => {
    for (const table of [
      'orders',
      'summa.orders',
      'pg_catalog.x',
      'raw.a.b',
      'raw."x"',
      'Raw.x',
      'raw.x;drop table y',
      'information_schema.x',
    ]) {
      await assert.rejects(load('a\nx\n', table), /schema\.table|is not for loading/, table);
    }
  });

  it('never overwrites a table unasked, adds to it, or replaces it with its grants', async () => {
    await load('id,day\n1,2024-01-01\n', 'raw.modes');
    await database.pool.query('grant select on raw.modes to summa_read; create index modes_id on raw.modes (id)');
    await assert.rejects(load('id,day\n2,x\n', 'raw.modes'), /exists already.*--append.*--replace/);
    const appended = await load('day,id\n2024-01-02,2\nx,3\n', 'raw.modes', { mode: 'append' });
    assert.deepEqual([appended.rows, appended.rejected], [1, 1]);
    await assert.rejects(load('id,other\n1,2\n', 'raw.modes', { mode: 'append' }), /no column "other"/);
    assert.deepEqual(await rows('select id from raw.modes order by id'), [['1'], ['2']]);
    const said: string[] = [];
    await load('id,name\n9,nine\n', 'raw.modes', { mode: 'replace', log: (line) => said.push(line) });
    assert.deepEqual(await rows('select id, name from raw.modes'), [['9', 'nine']]);
    assert.ok(
      said.some((line) => line.includes('raw.modes_id')),
      said.join('\n'),
    );
    assert.deepEqual(await rows(`select has_table_privilege('summa_read', 'raw.modes', 'select')`), [[true]]);
    await database.pool.query('create view raw.on_modes as select * from raw.modes');
    await assert.rejects(
      load('id\n1\n', 'raw.modes', { mode: 'replace' }),
      /something depends on it: view raw.on_modes/,
    );
    assert.deepEqual(await rows('select id from raw.modes'), [['9']]);
  });

  it('reads times without a zone in the zone that is given', async () => {
    const options = { overrides: { at: 'timestamptz' }, zone: 'Asia/Seoul' };
    await load('at\n2024-01-01 09:00\n', 'raw.zones', options);
    assert.deepEqual(await rows(`select (at at time zone 'UTC')::text from raw.zones`), [['2024-01-01 00:00:00']]);
    await assert.rejects(
      load('at\n2024-01-01\n', 'raw.zones2', { zone: 'Asia/Soul' }),
      /knows no time zone "Asia\/Soul"/,
    );
  });

  it('rejects NULL where the table has NOT NULL', async () => {
    await database.pool.query('create table raw.strict (id integer not null, v varchar(3))');
    const result = await load('id,v\n1,abc\n,x\n2,abcd\n99999999999,y\n', 'raw.strict', { mode: 'append' });
    assert.deepEqual(
      result.firstRejected.map((row) => row.line),
      [3, 4, 5],
    );
  });

  it('leaves nothing behind when every row is rejected, or the file breaks off', async () => {
    await assert.rejects(load('a,b\n1\n2\n', 'lost.all'), /All 2 rows .* nothing was loaded/);
    const whole = gzipSync(
      Buffer.from(`id,text\n${Array.from({ length: 200_000 }, (_, i) => `${i},${Math.sin(i)}`).join('\n')}`),
    );
    await assert.rejects(
      load(whole.subarray(0, whole.length - 1000), 'lost.part'),
      /is not whole: its gzip data ends early/,
    );
    await database.pool.query('create table raw.uniq (id bigint unique)');
    await assert.rejects(load('id\n5\n6\n5\n', 'raw.uniq', { mode: 'append' }), /duplicate key/);
    assert.deepEqual(await rows('select count(*)::int from raw.uniq'), [[0]]);
    assert.deepEqual(await rows(`select count(*)::int from pg_namespace where nspname = 'lost'`), [[0]]);
  });

  it('leaves nothing behind when it is killed', async () => {
    await load('id\n1\n', 'raw.killed');
    const path = join(folder, 'killed.csv');
    await writeFile(
      path,
      `id,text\n${Array.from({ length: 1_500_000 }, (_, i) => `${i},some text that is long enough ${i}`).join('\n')}`,
    );
    const script = `import { loadFile } from '#lib/load/load-file.ts';
      await loadFile({ path: ${JSON.stringify(path)}, table: 'raw.killed', mode: 'replace', url: process.env.URL_OF_TEST });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, URL_OF_TEST: database.url },
      stdio: 'inherit',
    });
    const copying = `select count(*)::int from pg_stat_progress_copy where datname = current_database() and tuples_processed > 10000`;
    const until = Date.now() + 20_000;
    while ((await rows(copying))[0]?.[0] !== 1) {
      assert.ok(Date.now() < until && child.exitCode === null, 'the load ended before it could be killed');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill('SIGKILL');
    while (
      (
        await rows(`select count(*)::int from pg_stat_activity where datname = current_database() and query ~ '^copy'`)
      )[0]?.[0] !== 0
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.deepEqual(await rows('select id from raw.killed'), [['1']]);
    assert.deepEqual(await rows(`select count(*)::int from pg_class where relname ~ '^load_'`), [[0]]);
  });

  it('gives PostgreSQL nothing it refuses', async () => {
    const types = [
      'smallint',
      'integer',
      'bigint',
      'numeric',
      'numeric(5,2)',
      'numeric(4)',
      'real',
      'double precision',
      'boolean',
      'date',
      'timestamp',
      'timestamptz',
      'uuid',
      'varchar(4)',
    ];
    const values = [
      '0',
      '-0',
      '+1',
      '007',
      '32768',
      '2147483648',
      '9223372036854775808',
      '1.',
      '.5',
      '-.5e-3',
      '999.995',
      '999.994',
      '-999.995',
      '9999.5',
      '9999.4',
      '1e2',
      '1e3',
      '1e-300',
      '1e400',
      '1e-400',
      '1e131072',
      '3.5e38',
      '1e-46',
      '1e39',
      'NaN',
      '-inf',
      'Infinity',
      'infinite',
      't',
      'TRUE',
      'of',
      'on',
      '2024-02-29',
      '2023-02-29',
      '0000-01-01',
      '9999-12-31',
      '2024-02-29 23:59:59.999999999',
      '2024-02-29T00:00',
      '2024-02-29 00:00+15:59',
      '2024-02-29 00:00+16',
      '2024-02-29 00:00-0330',
      '2024-13-01',
      '0x1F',
      '1_000',
      '1e',
      '--1',
      '5e-324',
      '0e999999999',
      '6f1ed002-ab5a-4d2f-8c21-0d1c1b5b0f4e',
      'abcd',
      'abcde',
      '가나다라',
    ];
    for (const name of types) {
      const type = requestedType('x', name);
      for (const value of values) {
        const bytes = Buffer.from(value);
        if (misfit(type, bytes, 0, bytes.length)) continue;
        // A cast to varchar cuts; only an assignment complains, as COPY does.
        await database.pool
          .query(`select ${name.startsWith('varchar') ? 'octet_length($1::text)' : `$1::text::${type.sql}`}`, [value])
          .catch((error: Error) => {
            assert.fail(`${value} was found to fit ${name}, but PostgreSQL says: ${error.message}`);
          });
      }
    }
  });

  it('loads the Online Retail file', {
    skip: existsSync(retail) ? false : 'skipped: ../shared/data is missing',
  }, async () => {
    const result = await loadFile({ path: retail, table: 'raw.online_retail', url: database.url });
    assert.deepEqual([result.read, result.rows, result.rejected], [541_909, 541_909, 0]);
    assert.deepEqual(Object.fromEntries(result.columns.map((column) => [column.name, column.type])), {
      invoice_no: 'text',
      stock_code: 'text',
      description: 'text',
      quantity: 'bigint',
      invoice_date: 'timestamp',
      unit_price: 'numeric',
      customer_id: 'numeric',
      country: 'text',
    });
    assert.deepEqual(
      await rows(`select round(sum(quantity * unit_price), 2)::text, count(distinct country)::int, count(distinct invoice_date::date)::int,
        count(*) filter (where customer_id is null)::int, min(customer_id::text) from raw.online_retail`),
      [['9747747.93', 38, 305, 135_080, '12346.0']],
    );
  });
});
