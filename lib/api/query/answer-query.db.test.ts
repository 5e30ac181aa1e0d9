import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Viewer } from '#lib/auth/viewer.ts';
import { dailySales, limitedSales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { admin, type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { type AnySummary, definitionOf } from '#lib/definition/summary.ts';
import { number } from '#lib/definition/tiles.ts';
import { parseCsv } from '#lib/export/parse-csv.ts';
import { choiceId, choiceText } from '#lib/query/choice-id.ts';
import { type StatementLog, statementLog } from '#lib/query/execution/testing/statement-log.ts';
import { nastyTexts } from '#lib/query/testing/any-query.ts';
import { answerQuery, type QueryRequest } from './answer-query.ts';
import { answered } from './schemas.ts';

let shop: Shop;
let log: StatementLog;

before(async (t) => {
  assert.ok('after' in t && typeof t.after === 'function');
  shop = await testShop({ after: (fn) => t.after(fn) });
  log = await statementLog(shop.serverUrl);
});

const inTopic = (summary: AnySummary) => ({ ...definitionOf(summary), topic: 'sales' });
const registry: Registry = {
  sources: [],
  summaries: [inTopic(dailySales), inTopic(monthlySales)],
  dashboards: [],
  place: 'test',
};
const analyst: Viewer = { ...admin, id: '2', role: 'analyst', attributes: {}, groups: [] };

function ask(address: string, given: Partial<QueryRequest> & { headers?: Record<string, string> } = {}) {
  const { headers, ...rest } = given;
  const request = new Request(`http://localhost/api/v1/query?${address}`, { headers });
  const epoch = new URL(request.url).searchParams.get('epoch');
  return answerQuery({
    registry,
    viewer: admin,
    request,
    epoch,
    format: 'json',
    warehouse: shop.warehouse,
    ...rest,
  });
}

async function answer(address: string, given: Parameters<typeof ask>[1] = {}) {
  const response = await ask(address, given);
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  assert.deepEqual(answered.parse(body), body);
  return answered.parse(body);
}

async function refusal(address: string, given: Parameters<typeof ask>[1] = {}) {
  const response = await ask(address, given);
  const { error } = await response.json();
  return { status: response.status, ...error };
}

const plain = async (sql: string) => (await shop.pool.query({ text: sql, rowMode: 'array' })).rows;

describe('answerQuery(asked)', () => {
  it('answers a topic from its smallest summary, with the numbers of the raw rows', async () => {
    const { values, summary, answeredBy, query, columns } = await answer(
      'topic=sales&measures=orders,revenue&by=country&sort=country',
    );
    const rows = await plain(
      `select country, count(*)::text, sum(amount)::text from raw where epoch = 3 group by 1 order by country collate "C" nulls last`,
    );
    assert.deepEqual(
      values,
      [0, 1, 2].map((column) => rows.map((row) => row[column])),
    );
    assert.equal(summary, 'monthly_sales');
    assert.equal(columns.find(({ key }) => key === 'revenue')?.unit, 'USD');
    assert.equal(query, 'topic=sales&measures=orders,revenue&by=country&sort=country');
    assert.match(answeredBy.considered.map(({ reason }) => reason).join(), /daily_sales can answer too/);
  });

  it('calls columns as the question does, whichever summary answers', async () => {
    for (const [grain, summary] of [
      ['month', 'monthly_sales'],
      ['week', 'daily_sales'],
    ]) {
      const found = await answer(`topic=sales&measures=orders:share&by=country,@&grain=${grain}&totals=grand`);
      assert.equal(found.summary, summary);
      assert.deepEqual(
        found.columns.map(({ key }) => key),
        ['country', '@', 'orders:share'],
      );
    }
  });

  it('answers at the epoch asked for', async () => {
    for (const epoch of [1, 2, 3]) {
      const { values } = await answer(`topic=sales&measures=orders&epoch=${epoch}`);
      assert.deepEqual(values, await plain(`select count(*)::text from raw where epoch = ${epoch}`));
    }
    await assert.rejects(ask('topic=sales&measures=orders&epoch=9'), /the newest is 3/);
  });

  it('shows a viewer only rows they may read, whatever summary would be smaller', async () => {
    const limited = { ...registry, summaries: [inTopic(limitedSales), inTopic(monthlySales)] };
    const viewer = { ...analyst, attributes: { countries: ['KR'] } };
    const { values, summary, answeredBy } = await answer('topic=sales&measures=orders', { registry: limited, viewer });
    assert.equal(summary, 'daily_sales');
    assert.deepEqual(values, await plain(`select count(*)::text from raw where epoch = 3 and country = 'KR'`));
    assert.match(JSON.stringify(answeredBy), /monthly_sales does not limit country as daily_sales does/);
    const none = await answer('topic=sales&measures=orders', { registry: limited, viewer: analyst });
    assert.deepEqual(none.values, [['0']]);
  });

  it('says the same of a summary that is for others and of one that is not there', async () => {
    const hidden = {
      ...registry,
      dashboards: [
        defineDashboard({
          name: 'board',
          title: 'Board',
          visibleTo: ['board'],
          tiles: [number('Orders', dailySales.orders)],
        }),
      ].map((board) => ({
        ...board,
        tiles: board.tiles.map((tile) => ({
          ...tile,
          measures: tile.measures.map((measure) => ({ ...measure, summary: registry.summaries[0] ?? measure.summary })),
        })),
      })),
    };
    for (const subject of ['topic=sales', 'summary=daily_sales', 'summary=monthly_sales']) {
      const { status, message } = await refusal(`${subject}&measures=orders`, { registry: hidden, viewer: analyst });
      assert.deepEqual([status, message.replace(/^There is no (topic|summary) \w+\. /, '')], [422, 'There is none.']);
    }
    const viewer = { ...analyst, groups: ['board'] };
    assert.equal((await answer('topic=sales&measures=orders', { registry: hidden, viewer })).summary, 'monthly_sales');
  });

  it('names what would be answered where it refuses', async () => {
    const { status, code, message, instead, considered } = await refusal(
      'topic=sales&measures=visitors,orders&by=country',
    );
    assert.deepEqual([status, code, considered.length], [422, 'refused', 2]);
    assert.match(
      message,
      /^No summary of sales can answer this as it is asked\. .*cannot be added up.* Leave out visitors\.$/,
    );
    assert.equal((await answer(instead)).rows > 1, true);
    assert.match((await refusal('topic=sales&measures=ordres')).message, /Did you mean orders\?$/);
    const wrong = await refusal('topic=sales&measures=orders&limit=many');
    assert.deepEqual([wrong.status, wrong.code], [400, 'invalid']);
  });

  it('answers 304 to who has the answer, until what it is made of changes', async () => {
    const address = 'topic=sales&measures=orders&by=country&range=last-28-days';
    const first = await ask(address);
    const tag = first.headers.get('etag') ?? '';
    assert.match(tag, /^W\/"/);
    const known = (given = {}) => ask(address, { headers: { 'if-none-match': tag }, ...given });
    const again = await known();
    assert.deepEqual([again.status, again.headers.get('etag'), await again.text()], [304, tag, '']);
    const other = [
      ask('topic=sales&measures=orders&by=country&range=last-27-days', { headers: { 'if-none-match': tag } }),
      ask(`${address}&epoch=1`, { headers: { 'if-none-match': tag } }),
      known({ format: 'csv' }),
    ];
    for (const response of await Promise.all(other)) assert.equal(response.status, 200);
    // The same question in other words is the same answer.
    const reordered = 'range=Last 28 days&by=country&measures=orders&topic=sales&totals=none';
    assert.equal((await ask(reordered, { headers: { 'if-none-match': tag } })).status, 304);
  });

  it('asks the warehouse for no rows to say so', async () => {
    const address = 'topic=sales&measures=aov&by=channel&range=last-91-days';
    await log.next();
    const tag = (await ask(address)).headers.get('etag') ?? '';
    const aboutRows = async () => (await log.next()).filter((text) => /_g\d+_/.test(text)).length;
    assert.ok((await aboutRows()) > 0);
    assert.equal((await ask(address, { headers: { 'if-none-match': tag } })).status, 304);
    assert.equal(await aboutRows(), 0);
    assert.equal((await ask(address)).status, 200);
    assert.equal(await aboutRows(), 0);
  });

  it('says in CSV what a share and a row of others are', async () => {
    const question = 'topic=sales&measures=orders,orders:share&by=country&limit=2&others=yes';
    const [head, ...rows] = parseCsv(await (await ask(question, { format: 'csv' })).text());
    assert.deepEqual(head, ['Country', 'Orders', 'Orders, share of total']);
    assert.deepEqual([rows.length, rows[2]?.[0]], [3, 'Others']);
    const sum = rows.reduce((all, [, orders]) => all + Number(orders), 0);
    assert.deepEqual([[String(sum)]], await plain('select count(*)::text from raw where epoch = 3'));
  });

  it('answers totals of the raw rows, and columns as documented', async () => {
    const { totals } = await answer('topic=sales&measures=revenue&by=country,channel&totals=all&limit=3&others=yes');
    assert.deepEqual(
      totals?.map(({ level }) => level),
      [['country'], []],
    );
    assert.deepEqual(totals?.[1]?.values, [
      [null],
      [null],
      ...(await plain('select sum(amount)::text from raw where epoch = 3')),
    ]);
    await answer(
      'topic=sales&measures=orders:growth,buyers&by=@,channel&pivot=channel&grain=month&range=2024-01-01..2024-03-31&compare=previous-period',
    );
  });

  it('sends the same rows as CSV', async () => {
    const address = 'summary=daily_sales&measures=orders,revenue&by=country,channel&range=2024-01-01..2024-02-29';
    const json = await answer(address);
    const response = await ask(address, { format: 'csv' });
    assert.match(response.headers.get('content-type') ?? '', /^text\/csv/);
    assert.equal(response.headers.get('x-summa-truncated'), 'false');
    const [head, ...rows] = parseCsv(await response.text());
    assert.deepEqual(
      head,
      json.columns.map(({ label }) => label),
    );
    assert.equal(rows.length, json.rows);
    assert.deepEqual(
      rows.map((row) => row[3]),
      json.values[3],
    );
  });

  it('answers any filter, and a filter and its opposite add up to everything', async () => {
    const all = (await answer('summary=daily_sales&measures=orders')).values[0]?.[0];
    for (const text of nastyTexts) {
      const value = encodeURIComponent(choiceText([choiceId(text)]));
      const filters = [`in.country=${value}`, `in.channel=${value},~null`];
      if (text !== '')
        filters.push(`contains.country=${encodeURIComponent(text)}`, `starts.channel=${encodeURIComponent(text)}`);
      for (const filter of filters) {
        const parts = await Promise.all(
          [filter, `not-${filter}`].map(async (each) => {
            const { values } = await answer(`summary=daily_sales&measures=orders&${each}`);
            return BigInt(String(values[0]?.[0] ?? 'none'));
          }),
        );
        assert.equal(String((parts[0] ?? 0n) + (parts[1] ?? 0n)), all, filter);
      }
    }
  });
});
