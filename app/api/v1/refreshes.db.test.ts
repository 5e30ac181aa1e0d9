import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { errorOf, type OpenApi, openApi, type Sent } from '#lib/api/testing/open-api.ts';

let api: OpenApi;
let routes: {
  list: typeof import('./refreshes/route.ts');
  one: typeof import('./refreshes/[id]/route.ts');
};

before(async () => {
  api = await openApi();
  // The registry reads SUMMA_DEMO when it is loaded.
  routes = { list: await import('./refreshes/route.ts'), one: await import('./refreshes/[id]/route.ts') };
});
after(() => api.drop());

const post = (body: unknown, sent: Sent = {}) =>
  api.call(routes.list.POST, 'POST', '/api/v1/refreshes', { role: 'admin', body, ...sent });
const get = (id: string, query = '', sent: Sent = {}) =>
  api.call(routes.one.GET, 'GET', `/api/v1/refreshes/${id}${query}`, { role: 'admin', params: { id }, ...sent });
const runs = async () =>
  (await sql<{ id: string }>`select id::text as id from summa_control.run`.execute(api.store)).rows;
const moveTo = (id: unknown, state: string, ended = false) =>
  sql`update summa_control.run set state = ${state}, attempt = 1, finished_at = case when ${ended} then now() end
       where id = ${id}`.execute(api.store);

describe('POST /api/v1/refreshes', () => {
  const month = { from: '2001-03-01', to: '2001-04-01' };
  const wrong: [string, unknown, Sent, number, RegExp][] = [
    ['nobody', { summary: 'daily_flights' }, { role: undefined }, 401, /not signed in/],
    ['a scientist', { summary: 'daily_flights' }, { role: 'scientist' }, 403, /for admins/],
    ['text that is not JSON', '{"summary":', {}, 400, /not JSON/],
    ['no body', undefined, {}, 422, /Expected an object/],
    ['a list', [], {}, 422, /Expected an object/],
    ['no summary', {}, {}, 422, /summary/],
    ['a field it does not know', { summary: 'daily_flights', modus: 'due' }, {}, 422, /modus/],
    ['a mode it does not know', { summary: 'daily_flights', mode: 'some' }, {}, 422, /mode/],
    [
      'a day that is none',
      { summary: 'daily_flights', range: { from: '2001-02-30', to: '2001-04-01' } },
      {},
      422,
      /range\.from/,
    ],
    [
      'a day no warehouse has',
      { summary: 'daily_flights', range: { from: '0000-01-01', to: '2001-04-01' } },
      {},
      422,
      /1000/,
    ],
    ['half a range', { summary: 'daily_flights', range: { from: '2001-02-01' } }, {}, 422, /range\.to/],
    [
      'an empty range',
      { summary: 'daily_flights', range: { from: '2001-02-01', to: '2001-02-01' } },
      {},
      422,
      /before/,
    ],
    ['a reason with NUL', { summary: 'daily_flights', reason: 'a\0b' }, {}, 422, /reason/],
    ['an unknown summary', { summary: 'weekly_flights' }, {}, 404, /no summary called "weekly_flights"/],
    ['half a chain', { summary: 'monthly_flights', upstream: false }, {}, 422, /made from the rows of daily_flights/],
    ['an empty key', { summary: 'daily_flights' }, { key: '' }, 422, /Idempotency-Key/],
    ['a key of 700 characters', { summary: 'daily_flights' }, { key: 'k'.repeat(700) }, 422, /Idempotency-Key/],
    ['an unknown summary with a key', { summary: 'weekly_flights' }, { key: 'unknown' }, 404, /no summary/],
  ];
  for (const [what, body, sent, status, says] of wrong) {
    it(`answers ${status} to ${what}`, async () => {
      const answer = await post(body, sent);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.match(errorOf(answer).message, says);
      assert.deepEqual(await runs(), []);
    });
  }

  it('answers 202 with the run, and joins an equal one that waits', async () => {
    const body = { summary: 'monthly_flights', range: month, mode: 'all', reason: 'corrected delays' };
    const first = await post(body);
    assert.equal(first.status, 202, JSON.stringify(first.body));
    const id = String(first.body.id);
    assert.deepEqual(first.body, {
      id,
      status: 'queued',
      links: {
        self: `/api/v1/refreshes/${id}`,
        cancel: `/api/v1/refreshes/${id}/cancel`,
        retry: `/api/v1/refreshes/${id}/retry`,
      },
    });
    assert.equal(first.headers.get('location'), `/api/v1/refreshes/${id}`);
    assert.equal((await post(body)).body.id, id);
    const { body: told } = await get(id);
    assert.equal(told.summary, 'monthly_flights');
    assert.deepEqual(told.range, month);
    assert.deepEqual([told.mode, told.reason, told.requestedBy], ['all', 'corrected delays', 'admin@example.com']);
    assert.deepEqual(told.units, { total: null, done: 0, failed: 0 });
    const audited = await api.store.selectFrom('audit').select('who').where('what', '=', 'refresh.request').execute();
    assert.deepEqual(audited, [{ who: 'admin@example.com' }, { who: 'admin@example.com' }]);
  });

  it('makes one run of 50 equal requests at once, under one key', async () => {
    const before = (await runs()).length;
    const body = { summary: 'daily_sales', mode: 'all' };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(body, { key: 'dag.task.20261101T000000' })),
    );
    assert.deepEqual([...new Set(answers.map((answer) => answer.body.id))].length, 1);
    assert.equal((await runs()).length, before + 1);
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [...Array(49).fill(200), 202]);
  });

  it('finds the run of a key after it has ended, and makes another without the key', async () => {
    const body = { summary: 'daily_products', range: month };
    const first = await post(body, { key: 'once' });
    await moveTo(first.body.id, 'succeeded', true);
    const again = await post({ mode: 'due', upstream: true, ...body }, { key: 'once' });
    assert.equal(again.status, 200);
    assert.deepEqual([again.body.id, again.body.status], [first.body.id, 'succeeded']);
    const fresh = await post(body);
    assert.equal(fresh.status, 202);
    assert.notEqual(fresh.body.id, first.body.id);
  });

  it('answers 409 when a key comes with another body', async () => {
    const first = await post({ summary: 'daily_refunds' }, { key: 'shared' });
    assert.equal(first.status, 202);
    const other = await post({ summary: 'daily_refunds', reason: 'another' }, { key: 'shared' });
    assert.equal(other.status, 409);
    assert.equal(errorOf(other).code, 'conflict');
  });

  it('keeps the keys of each person apart', async () => {
    const { requestOnce } = await import('#lib/api/refreshes/request-once.ts');
    const { refreshBody } = await import('#lib/api/refreshes/schemas.ts');
    const { registry } = await import('#queries/index.ts');
    const ask = (id: string, mode: string) =>
      requestOnce(api.store, registry, {
        caller: { id, email: `${id}@example.com` },
        key: 'mine',
        body: refreshBody.parse({ summary: 'daily_refunds', mode }),
      });
    const first = await ask('ann', 'all');
    const other = await ask('bob', 'failed');
    assert.deepEqual([first.replayed, other.replayed], [false, false]);
    assert.notEqual(first.id, other.id);
    assert.deepEqual(await ask('ann', 'all'), { id: first.id, replayed: true });
  });

  it('keeps no key of a request that was refused', async () => {
    assert.equal((await post({ summary: 'nothing' }, { key: 'mended' })).status, 404);
    assert.equal((await post({ summary: 'daily_refunds', mode: 'missing' }, { key: 'mended' })).status, 202);
  });

  it('forgets keys after seven days', async () => {
    const body = { summary: 'daily_audience' };
    const first = await post(body, { key: 'old' });
    await moveTo(first.body.id, 'failed', true);
    await sql`update summa_control.refresh_key set created_at = now() - interval '8 days' where key = 'old'`.execute(
      api.store,
    );
    const later = await post(body, { key: 'old' });
    assert.equal(later.status, 202);
    assert.notEqual(later.body.id, first.body.id);
  });
});

describe('GET /api/v1/refreshes/{id}', () => {
  it('answers 404 to what is no run and 400 to a wait that is none', async () => {
    for (const id of ['999999', '0', 'x', '1e3', '-1', '99999999999999999999']) {
      assert.equal((await get(id)).status, 404, id);
    }
    for (const query of ['?wait=61', '?wait=-1', '?wait=x', '?wait=1&wait=2', '?waits=1']) {
      assert.equal((await get('1', query)).status, 400, query);
    }
    assert.equal((await get('1', '', { role: 'analyst' })).status, 403);
  });

  it('answers at once when the run has ended', async () => {
    const { body } = await post({ summary: 'daily_experiment' });
    await moveTo(body.id, 'partial', true);
    const limit = AbortSignal.timeout(30_000);
    const answer = await get(String(body.id), '?wait=60');
    assert.ok(!limit.aborted);
    assert.deepEqual([answer.body.status, answer.body.ended], ['partial', true]);
  });

  it('wakes 200 who wait when the state changes, without a connection each', async () => {
    const { body } = await post({ summary: 'daily_experiment' });
    const id = String(body.id);
    const waiting = Promise.all(Array.from({ length: 200 }, () => get(id, '?wait=60')));
    await sleep(1500);
    const { rows } = await api.pool.query(`select count(*)::int as open from pg_stat_activity where datname = $1`, [
      new URL(api.controlUrl).pathname.slice(1),
    ]);
    assert.ok(rows[0].open <= 11, `${rows[0].open} connections`);
    await moveTo(id, 'building');
    const answers = await waiting;
    assert.deepEqual([...new Set(answers.map((answer) => answer.body.status))], ['building']);
    assert.ok(answers.every((answer) => answer.body.ended === false));
  });

  it('answers the same state when the wait is over', async () => {
    const { body } = await post({ summary: 'daily_experiment', mode: 'missing' });
    const answer = await get(String(body.id), '?wait=0.2');
    assert.deepEqual([answer.status, answer.body.status], [200, 'queued']);
  });

  it('waits for nobody who has left', async () => {
    const { body } = await post({ summary: 'daily_experiment', mode: 'missing' });
    const left = new AbortController();
    const waiting = get(String(body.id), '?wait=60', { signal: left.signal });
    await sleep(300);
    left.abort();
    assert.equal((await waiting).status, 200);
    const { runWatch } = await import('#lib/api/refreshes/watch-runs.ts');
    assert.equal(runWatch(api.store).waiting, 0);
  });

  it('answers those who wait when the process is to end', async () => {
    const { body } = await post({ summary: 'daily_experiment', mode: 'missing' });
    const waiting = get(String(body.id), '?wait=60');
    await sleep(300);
    const { announceStop } = await import('#lib/server/stopping.ts');
    announceStop();
    const answer = await waiting;
    assert.deepEqual([answer.status, answer.body.status], [200, 'queued']);
  });
});
