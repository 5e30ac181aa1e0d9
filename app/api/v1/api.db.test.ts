import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { errorOf, type OpenApi, openApi, type Sent } from '#lib/api/testing/open-api.ts';

let api: OpenApi;
let routes: {
  document: typeof import('./openapi.json/route.ts');
  summaries: typeof import('./summaries/route.ts');
  ready: typeof import('./summaries/[summary]/ready/route.ts');
  invalidations: typeof import('./sources/[source]/invalidations/route.ts');
  refreshes: typeof import('./refreshes/route.ts');
  cancel: typeof import('./refreshes/[id]/cancel/route.ts');
  retry: typeof import('./refreshes/[id]/retry/route.ts');
};

before(async () => {
  api = await openApi();
  // The registry reads SUMMA_DEMO when it is loaded.
  routes = {
    document: await import('./openapi.json/route.ts'),
    summaries: await import('./summaries/route.ts'),
    ready: await import('./summaries/[summary]/ready/route.ts'),
    invalidations: await import('./sources/[source]/invalidations/route.ts'),
    refreshes: await import('./refreshes/route.ts'),
    cancel: await import('./refreshes/[id]/cancel/route.ts'),
    retry: await import('./refreshes/[id]/retry/route.ts'),
  };
});
after(() => api.drop());

describe('GET /api/v1/openapi.json', () => {
  it('is there for everybody with a token', async () => {
    const path = '/api/v1/openapi.json';
    assert.equal((await api.call(routes.document.GET, 'GET', path)).status, 401);
    const { status, body } = await api.call(routes.document.GET, 'GET', path, { role: 'analyst' });
    assert.deepEqual([status, body.openapi], [200, '3.1.0']);
  });
});

describe('GET /api/v1/summaries', () => {
  it('lists what is not built as such', async () => {
    const { status, body } = await api.call(routes.summaries.GET, 'GET', '/api/v1/summaries', { role: 'analyst' });
    assert.equal(status, 200);
    assert.ok(Array.isArray(body.summaries) && body.summaries.length > 5);
  });
});

describe('GET /api/v1/summaries/{summary}/ready', () => {
  const ready = (summary: string, query: string, sent: Sent = { role: 'analyst' }) =>
    api.call(routes.ready.GET, 'GET', `/api/v1/summaries/${summary}/ready${query}`, { params: { summary }, ...sent });

  const wrong: [string, string, number][] = [
    ['daily_flights', '', 400],
    ['daily_flights', '?through=yesterday', 400],
    ['daily_flights', '?through=2001-02-30', 400],
    ['daily_flights', '?through=0000-01-01T00:00:00Z', 400],
    ['daily_flights', '?through=9999-12-31', 400],
    ['daily_flights', '?through=2001-02-01T25:00', 400],
    ['daily_flights', '?through=2001-02-01&through=2001-02-02', 400],
    ['daily_flights', '?through=2001-02-01&rows=1', 400],
    ['weekly_flights', '?through=2001-02-01', 404],
    ['constructor', '?through=2001-02-01', 404],
  ];
  for (const [summary, query, status] of wrong) {
    it(`answers ${status} to ${summary}${query}`, async () => {
      const answer = await ready(summary, query);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.ok(errorOf(answer).message);
    });
  }

  it('tells a program why it is not ready', async () => {
    assert.equal((await ready('daily_flights', '?through=2001-02-01', {})).status, 401);
    for (const through of ['2001-02-01', '2001-02-01T12:00', '2001-02-01T12:00:00.5Z', '2001-02-01T12:00:00%2B09:00']) {
      const { status, body } = await ready('daily_flights', `?through=${through}`);
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual([body.ready, body.why], [false, 'daily_flights is not built yet.']);
    }
  });
});

describe('POST /api/v1/sources/{source}/invalidations', () => {
  const invalidate = (source: string, body: unknown, sent: Sent = { role: 'admin' }) =>
    api.call(routes.invalidations.POST, 'POST', `/api/v1/sources/${source}/invalidations`, {
      params: { source },
      body,
      ...sent,
    });
  const day = { from: '2001-02-01', to: '2001-02-02' };

  const wrong: [string, string, unknown, Sent, number][] = [
    ['nobody', 'flights', { ranges: [day] }, {}, 401],
    ['a scientist', 'flights', { ranges: [day] }, { role: 'scientist' }, 403],
    ['an unknown source', 'nothing', { ranges: [day] }, { role: 'admin' }, 404],
    ['no JSON', 'flights', '{', { role: 'admin' }, 400],
    ['no ranges', 'flights', {}, { role: 'admin' }, 422],
    ['another word', 'flights', { ranges: 'some' }, { role: 'admin' }, 422],
    ['an empty range', 'flights', { ranges: [{ from: '2001-02-01', to: '2001-02-01' }] }, { role: 'admin' }, 422],
    ['a field it does not know', 'flights', { ranges: [day], rows: 1 }, { role: 'admin' }, 422],
    ['a moment of year 0', 'flights', { ranges: [], through: '0000-01-01T00:00:00Z' }, { role: 'admin' }, 422],
  ];
  for (const [what, source, body, sent, status] of wrong) {
    it(`answers ${status} to ${what}`, async () => {
      const answer = await invalidate(source, body, sent);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      const { rows } = await api.pool.query('select count(*)::int as count from summa._change');
      assert.equal(rows[0].count, 0);
    });
  }

  it('notes the days, and who said so', async () => {
    const answer = await invalidate('flights', { ranges: [day], reason: 'loaded again' });
    assert.deepEqual([answer.status, answer.body], [202, { source: 'flights', ranges: 1 }]);
    assert.equal((await invalidate('flights', { ranges: 'all' })).status, 202);
    const { rows } = await api.pool.query(
      `select source, day_from::text as from, day_to::text as to, who, why from summa._change order by id`,
    );
    const who = 'admin@example.com';
    assert.deepEqual(rows, [
      { source: 'flights', ...day, who, why: 'loaded again' },
      { source: 'flights', from: null, to: null, who, why: null },
    ]);
    const audited = await api.store.selectFrom('audit').select('who').where('what', '=', 'source.invalidate').execute();
    assert.equal(audited.length, 2);
  });
});

describe('POST /api/v1/refreshes/{id}/cancel and /retry', () => {
  const request = async (body: unknown) => {
    const answer = await api.call(routes.refreshes.POST, 'POST', '/api/v1/refreshes', { role: 'admin', body });
    return String(answer.body.id);
  };
  const cancel = (id: string, sent: Sent = {}) =>
    api.call(routes.cancel.POST, 'POST', `/api/v1/refreshes/${id}/cancel`, { role: 'admin', params: { id }, ...sent });
  const retry = (id: string, sent: Sent = {}) =>
    api.call(routes.retry.POST, 'POST', `/api/v1/refreshes/${id}/retry`, { role: 'admin', params: { id }, ...sent });

  it('refuse what they cannot do', async () => {
    const id = await request({ summary: 'daily_sales' });
    for (const act of [cancel, retry]) {
      assert.equal((await act(id, { role: undefined })).status, 401);
      assert.equal((await act(id, { role: 'analyst' })).status, 403);
      assert.equal((await act('999999')).status, 404);
      assert.equal((await act('x')).status, 404);
      assert.equal((await act(id, { body: '{' })).status, 400);
      assert.equal((await act(id, { body: { why: 'x' } })).status, 422);
    }
    assert.equal((await cancel(id, { body: { how: 'later' } })).status, 422);
    assert.equal((await retry(id)).status, 409, 'a run that goes on is not repeated');
  });

  it('end a run that waits at once, and one that has ended not again', async () => {
    const id = await request({ summary: 'daily_products' });
    const answer = await cancel(id);
    assert.equal(answer.status, 202);
    assert.deepEqual([answer.body.status, answer.body.ended], ['cancelled', true]);
    assert.equal((await cancel(id, { body: { how: 'now' } })).status, 409);
  });

  it('repeat exactly what a run has not done', async () => {
    const id = await request({ summary: 'daily_products', mode: 'all' });
    await sql`update summa_control.run set state = 'partial', finished_at = now(), attempt = 1, plan = ${JSON.stringify(
      {
        kind: 'incremental',
        why: 'every partition of the range',
        units: ['2024-01-01', '2024-01-02'].map((from, n) => ({
          unit: `${n}`,
          days: { from, to: `2024-01-0${n + 2}` },
        })),
        fingerprints: {},
      },
    )}::jsonb where id = ${id}`.execute(api.store);
    await sql`insert into summa_control.run_unit (run, ordinal, unit, range_from, range_to, state) values
      (${id}, 0, '0', '2024-01-01', '2024-01-02', 'published'), (${id}, 1, '1', '2024-01-02', '2024-01-03', 'failed')`.execute(
      api.store,
    );
    const answer = await retry(id);
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    assert.notEqual(answer.body.id, id);
    assert.equal(answer.headers.get('location'), `/api/v1/refreshes/${answer.body.id}`);
    const units = await sql`select range_from from summa_control.run_unit where run = ${answer.body.id}`.execute(
      api.store,
    );
    assert.deepEqual(units.rows, [{ range_from: '2024-01-02' }]);
    assert.equal((await retry(id)).body.id, answer.body.id, 'while it goes on, it is the same wish');
  });
});
