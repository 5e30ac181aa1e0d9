import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { dailySales, limitedSales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { admin, loadTiles, type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import { viewer } from '#lib/definition/access.ts';
import { max, sum } from '#lib/definition/columns.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { integer, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { type AnySummary, defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { bar, line, table } from '#lib/definition/tiles.ts';
import { PersonError } from '#lib/problem.ts';
import { parseCsv } from './parse-csv.ts';
import { exportSummary } from './summary-export.ts';
import { exportTile } from './tile-export.ts';

const source = defineSource({
  name: 'cells',
  table: 'cells',
  columns: { label: 'text null', place: 'bigint', exact: 'numeric(38,10) null', wild: 'numeric null' },
});
const cells = defineSummary({
  name: 'cells',
  description: 'Cells of every kind.',
  from: rowsFrom([source], (db) => db.selectFrom('cells').selectAll()),
  grain: { label: text(), place: integer() },
  columns: { exact: sum('exact', { scale: 10 }), wild: max('wild') },
  zone: 'UTC',
  access: { label: viewer.labels },
});

const closing: (() => Promise<void>)[] = [];
let shop: Shop;
before(async () => {
  shop = await testShop({ after: (fn) => closing.push(fn) });
  await makeCells();
});
after(async () => {
  for (const close of closing) await close();
});

describe('GET /exports/tile', () => {
  const tiles = [
    line('By day', [dailySales.orders, dailySales.aov], { by: 'day', compare: 'previous period' }),
    bar('By country', dailySales.revenue, { by: 'country', limit: 4 }),
    table('All', [dailySales.revenue, dailySales.buyers, dailySales.aov], {
      by: ['country', 'channel', 'size'],
      sort: '-revenue',
    }),
  ];
  const filters = { period: dateRange('last 28 days'), country: choice(dailySales, 'country') };
  const dashboard = defineDashboard({ name: 'test', title: 'Test', filters, tiles });
  const registry = defineRegistry({ summaries: [dailySales], dashboards: [dashboard] });
  const ask = (tile: string, values: Record<string, string>, epoch: string | null = '2') =>
    exportTile({ registry, viewer: admin, dashboard: 'test', tile, epoch, filters: values, warehouse: shop.warehouse });

  it('has the rows of the screen, in its order, digit by digit', async () => {
    const questions: Record<string, string>[] = [
      {},
      { period: '2023-03-01..2023-06-30' },
      { country: 'KR,~null,=1+1', period: 'all' },
    ];
    for (const values of questions) {
      const screen = await loadTiles(shop, tiles, { filters, values, epoch: 2 });
      for (const [at, shown] of screen.tiles.entries()) {
        assert.ok(shown.ok);
        const response = await ask(`t${at + 1}`, values);
        assert.equal(response.headers.get('x-summa-epoch'), '2');
        const [header, ...rows] = parseCsv(await response.text());
        assert.deepEqual(
          header?.slice(0, shown.columns.length),
          shown.columns.map((column) => column.label),
        );
        assert.equal(rows.length, shown.rows);
        const wanted = Array.from({ length: shown.rows }, (_, row) =>
          shown.values.map((column, index) => seen(column[row] ?? null, shown.columns[index]?.type)),
        );
        assert.deepEqual(
          rows.map((row) => row.slice(0, shown.columns.length)),
          wanted,
        );
        if (shown.comparison)
          assert.deepEqual(
            rows.map((row) => row[shown.columns.length + 1]),
            shown.comparison.values[1]?.map((cell) => cell ?? ''),
          );
      }
    }
  });
  it('is named after the dashboard, the tile and the epoch', async () => {
    const response = await ask('t2', {});
    assert.equal(response.headers.get('content-disposition'), 'attachment; filename="test-by-country-epoch-2.csv"');
    assert.equal(response.headers.get('x-summa-truncated'), 'false');
  });
  it('refuses what it did not understand instead of another file', async () => {
    for (const [tile, values, status] of [
      ['t1', { period: 'yesterday' }, 400],
      ['t1', { contry: 'KR' }, 400],
      ['t9', {}, 404],
    ] as const) {
      await assert.rejects(ask(tile, values), (error) => error instanceof PersonError && error.status === status);
    }
    await assert.rejects(ask('t1', {}, '99'), PersonError);
  });
});

describe('GET /exports/summaries/[summary]', () => {
  it('has every row of an epoch by its key, ratios and distinct counts too', async () => {
    for (const epoch of ['1', '2', '3']) {
      const { response, rows } = await whole(dailySales, { epoch });
      assert.equal(
        response.headers.get('content-disposition'),
        `attachment; filename="daily_sales-epoch-${epoch}.csv"`,
      );
      const raw = await shop.pool.query<unknown[]>({
        text: `select ordered_on::text, case when country ~ '^=' then '''' || country else coalesce(country, '') end, channel, size::text, count(*)::text, sum(amount)::text, min(amount)::text,
                 max(amount)::text, count(distinct customer)::text, count(distinct customer)::text,
                 (sum(amount) / count(*))::text, coalesce((sum(amount) / nullif(count(distinct customer), 0))::text, '')
                 from raw where epoch = $1 group by ordered_on, country, channel, size
                 order by ordered_on, raw.country collate "C" nulls last, channel collate "C", size`,
        values: [epoch],
        rowMode: 'array',
      });
      assert.deepEqual(rows[0], [
        'day',
        'country',
        'channel',
        'size',
        'orders',
        'revenue',
        'smallest',
        'largest',
        'buyers',
        'visitors',
        'aov',
        'spend',
      ]);
      assert.deepEqual(rows.slice(1), raw.rows);
    }
  });
  it('is the same bytes twice, and zipped when asked', async () => {
    const [first, second] = [await whole(dailySales), await whole(dailySales)];
    assert.equal(first.text, second.text);
    const zipped = await ask(dailySales, { headers: { 'accept-encoding': 'br, gzip' } });
    assert.equal(zipped.headers.get('content-encoding'), 'gzip');
    assert.equal(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString(), first.text);
    assert.equal(first.response.headers.get('content-encoding'), 'identity');
  });
  it('has only the rows the viewer may see', async () => {
    const scientist = { ...admin, role: 'scientist' as const };
    const some = await whole(limitedSales, {
      viewer: { ...scientist, attributes: { countries: ['KR', "x'; select 1", '{"}', 'São, "Paulo"'] } },
    });
    assert.deepEqual([...new Set(some.rows.slice(1).map((row) => row[1]))].sort(), ['KR', 'São, "Paulo"']);
    assert.equal((await whole(limitedSales, { viewer: scientist })).rows.length, 1);
  });
  it('refuses what does not exist and what was not built', async () => {
    const status = (wanted: number) => (error: unknown) => error instanceof PersonError && error.status === wanted;
    await assert.rejects(ask(dailySales, { named: 'nothing' }), status(404));
    await assert.rejects(ask(summaryNamed('unbuilt')), status(409));
    await assert.rejects(ask(dailySales, { epoch: 'x' }), PersonError);
  });
});

describe('cells', () => {
  it('that look like formulas are texts, numbers keep every digit, null is not the empty text', async () => {
    const { text: csv, rows } = await whole(cells);
    const raw = await shop.pool.query<{
      label: string | null;
      place: string;
      exact: string | null;
      wild: string | null;
    }>(
      'select label, place::text, exact::text, wild::text from summa._g9_rows order by label collate "C" nulls last, place',
    );
    assert.equal(rows.length, raw.rows.length + 1);
    for (const [at, wanted] of raw.rows.entries()) {
      const label = wanted.label ?? '';
      assert.deepEqual(rows[at + 1], [
        /^[-=+@\t\r]/.test(label) ? `'${label}` : label,
        wanted.place,
        wanted.exact ?? '',
        wanted.wild ?? '',
      ]);
    }
    assert.match(csv, /\n"",9223372036854775807,/);
    assert.match(csv, /\n,1,/);
    assert.match(csv, /,-1234567890123456789012345678\.0123456789,NaN\n/);
  });
});

describe('a transfer', () => {
  it('frees its backend when the receiver leaves', async () => {
    for (const gzip of [false, true]) {
      const leaving = new AbortController();
      const response = await ask(summaryNamed('big'), {
        signal: leaving.signal,
        headers: gzip ? { 'accept-encoding': 'gzip' } : {},
      });
      const reader = response.body?.getReader();
      assert.ok((await reader?.read())?.value?.length);
      assert.equal(await exporting(), 1);
      leaving.abort();
      await freed();
      await assert.rejects(drained(reader));
    }
  });
  it('frees its backend when the receiver leaves before the first byte', async () => {
    const leaving = new AbortController();
    const answer = ask(summaryNamed('slow'), { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 300);
    await assert.rejects(answer);
    await freed();
  });
  it('frees its backend when the body is cancelled', async () => {
    const response = await ask(summaryNamed('big'));
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await freed();
  });
  it('is cut when the receiver takes nothing', async () => {
    const response = await ask(summaryNamed('big'), { stallAfter: 200 });
    const reader = response.body?.getReader();
    await reader?.read();
    await freed();
    await assert.rejects(drained(reader), /nothing was received/);
  });
  it('breaks when the backend dies', async () => {
    const response = await ask(summaryNamed('big'));
    const reader = response.body?.getReader();
    await reader?.read();
    await shop.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'summa exports' and state = 'active'`,
    );
    await assert.rejects(drained(reader));
  });
  it('is whole when its rows are cleared away on the way, and refused from then on', async () => {
    const before = await whole(dailySales, { epoch: '1' });
    const response = await ask(dailySales, { epoch: '1' });
    const { rows } = await shop.pool.query(`select relations from summa._generation where summary = 'daily_sales'`);
    const closed = `summa.${rows[0].relations[0].closed}`;
    await shop.pool.query(`create table summa.kept as table ${closed}`);
    await shop.pool.query(`insert into summa._horizon values ('daily_sales', 2)`);
    await shop.pool.query(`delete from ${closed} where _to <= 2`);
    try {
      assert.equal(await response.text(), before.text);
      await assert.rejects(ask(dailySales, { epoch: '1' }), /kept from epoch 2 on/);
    } finally {
      await shop.pool.query('delete from summa._horizon');
      await shop.pool.query(`delete from ${closed}; insert into ${closed} table summa.kept; drop table summa.kept`);
    }
  });
  it('leaves its connection clean for the next one', async () => {
    for (let at = 0; at < 12; at++) assert.ok((await whole(monthlySales)).rows.length > 10);
    assert.ok(shop.warehouse.exports.totalCount <= 4);
  });
});

type Asked = {
  named?: string;
  epoch?: string;
  viewer?: typeof admin;
  signal?: AbortSignal;
  headers?: Record<string, string>;
  stallAfter?: number;
};

function ask(summary: AnySummary, asked: Asked = {}): Promise<Response> {
  const registry = defineRegistry({ summaries: [summary], dashboards: [] });
  const request = new Request('http://localhost/exports', {
    signal: asked.signal ?? null,
    headers: asked.headers ?? {},
  });
  return exportSummary({
    registry,
    viewer: asked.viewer ?? admin,
    summary: asked.named ?? registry.summaries[0]?.name ?? '',
    epoch: asked.epoch ?? null,
    request,
    warehouse: shop.warehouse,
    ...(asked.stallAfter ? { stallAfter: asked.stallAfter } : {}),
  });
}

async function whole(summary: AnySummary, asked: Asked = {}) {
  const response = await ask(summary, asked);
  const csv = await response.text();
  return { response, text: csv, rows: parseCsv(csv) };
}

function summaryNamed(name: string): AnySummary {
  return defineSummary({
    name,
    description: '',
    from: rowsFrom([source], (db) => db.selectFrom('cells').selectAll()),
    grain: { label: text(), place: integer() },
    columns: { exact: sum('exact', { scale: 10 }) },
    zone: 'UTC',
  });
}

function seen(cell: unknown, type?: string): string {
  const written = cell === null ? '' : String(cell);
  return type === 'text' && /^[-=+@\t\r]/.test(written) ? `'${written}` : written;
}

async function drained(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  while (reader && !(await reader.read()).done);
}

async function exporting(): Promise<number> {
  const { rows } = await shop.pool.query<{ count: string }>(
    `select count(*) from pg_stat_activity where application_name = 'summa exports' and state = 'active'`,
  );
  return Number(rows[0]?.count);
}

async function freed(): Promise<void> {
  const started = performance.now();
  while ((await exporting()) > 0) {
    assert.ok(performance.now() - started < 2_000, 'the backend still works after 2 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Three more summaries: cells of every kind, two million rows, and one that takes five seconds to its first row. */
async function makeCells(): Promise<void> {
  const columns = `label text, place bigint, exact numeric(38,10), wild numeric, _id bigint generated always as identity, _from bigint not null default 0`;
  const relation = (table: string, measures: string[]) => [
    {
      name: 'rows',
      current: table,
      closed: '_g9_closed',
      columns: [
        { name: 'label', sqlType: 'text', role: 'dimension', bucket: null, additivity: null },
        { name: 'place', sqlType: 'bigint', role: 'dimension', bucket: null, additivity: null },
        ...measures.map((name) => ({
          name,
          sqlType: name === 'exact' ? 'numeric(38,10)' : 'numeric',
          role: 'measure',
          bucket: null,
          additivity: 'sum',
        })),
      ],
      key: ['label', 'place'],
    },
  ];
  await shop.pool.query(`create table summa._g9_rows (${columns})`);
  await shop.pool.query(
    'create table summa._g9_closed (label text, place bigint, exact numeric(38,10), wild numeric, _from bigint, _to bigint)',
  );
  const labels = [
    '',
    null,
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    'a\nb',
    'a,b',
    '"',
    "'",
    "'=1",
    ' =1',
    'café',
    '\u202E',
    '=cmd|/c calc',
    '-',
    '\\.',
    'NULL',
    'null',
    'a\tb',
  ];
  for (const [at, label] of labels.entries()) {
    const place = label === '' ? '9223372036854775807' : String(at);
    await shop.pool.query('insert into summa._g9_rows (label, place, exact, wild) values ($1, $2, $3, $4)', [
      label,
      place,
      at % 3 === 0 ? null : `-${at === 1 ? '' : ''}1234567890123456789012345678.0123456789`,
      ['NaN', 'Infinity', '-0.00', '1e-30', '123456789012345678901234567890.123456789', null][at % 6],
    ]);
  }
  await shop.pool.query(
    `insert into summa._g9_rows (label, place, exact, wild) values ('nan', 1, -1234567890123456789012345678.0123456789, 'NaN')`,
  );
  await shop.pool.query(
    `create table summa._g10_rows as select 'label ' || n as label, n::bigint as place, n::numeric(38,10) as exact, 0::bigint as _from from generate_series(1, 400000) n`,
  );
  await shop.pool.query(
    `create view summa._g11_rows as select label, place, exact, _from from summa._g10_rows, pg_sleep(5) as s where s is not null and place < 10`,
  );
  await shop.pool.query('grant select on all tables in schema summa to summa_read');
  for (const [id, name, tableName, measures] of [
    [9, 'cells', '_g9_rows', ['exact', 'wild']],
    [10, 'big', '_g10_rows', ['exact']],
    [11, 'slow', '_g11_rows', ['exact']],
  ] as const) {
    await shop.pool.query(
      `insert into summa._generation (id, summary, fingerprint, version, relations, ratios, zone, run, attempt, from_epoch)
       overriding system value values ($1, $2, 'x', 1, $3, '[]', 'UTC', 1, 1, 1)`,
      [id, name, JSON.stringify(relation(tableName, [...measures]))],
    );
    await shop.pool.query(
      `insert into summa._publish_summary (epoch, summary, generation, rows_opened, rows_closed, rows, complete_through) values (1, $2, $1, 1, 1, 1, now())`,
      [id, name],
    );
  }
}
