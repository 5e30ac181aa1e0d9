import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { policy, type RouteName } from '#lib/auth/policy.ts';
import { route } from '#lib/auth/route.ts';
import { browserHeaders, testSurroundings } from '#lib/auth/test-surroundings.ts';
import { roles } from '#lib/auth/viewer.ts';
import { PersonError } from '#lib/problem.ts';

const log: string[] = [];
const effects = { around: () => testSurroundings, log: (line: string) => void log.push(line) };
const noParams = { params: Promise.resolve({}) };
const request = (headers: HeadersInit, path = '/api/v1/summaries', init: RequestInit = {}) =>
  new Request(`https://summa.test${path}`, { ...init, headers });
const bodyOf = async (response: Response) => (await response.json()) as { error: { code: string; message: string } };
const routes = Object.entries(policy).filter(([, entry]) => entry.kind === 'route') as [
  RouteName,
  { roles: readonly string[] | 'public' },
][];

describe('route(name, input, fn)', () => {
  for (const [name, entry] of routes) {
    const run = route(name, {}, async () => Response.json('ran'), effects);
    for (const role of [null, ...roles]) {
      const allowed = entry.roles === 'public' || (role !== null && entry.roles.includes(role));
      it(`${allowed ? 'lets' : 'does not let'} ${role ?? 'nobody'} ${name}, by cookie and by token`, async () => {
        const token = { authorization: `Bearer summa_${role ?? 'stranger'}` };
        for (const headers of [browserHeaders(role), new Headers(token)]) {
          const response = await run(request(headers), noParams);
          assert.equal(response.status, allowed ? 200 : role === null ? 401 : 403);
          if (!allowed)
            assert.equal((await bodyOf(response)).error.code, role === null ? 'unauthenticated' : 'forbidden');
        }
      });
    }
  }

  const echo = route(
    'GET /api/v1/summaries',
    { query: z.strictObject({ n: z.coerce.number().optional() }), params: z.object({ name: z.string().optional() }) },
    async ({ viewer, query, params }) => Response.json({ who: viewer.email, query, params }),
    effects,
  );

  it('never lets a wrong token fall back to the cookie', async () => {
    const both = browserHeaders('admin', { authorization: 'Bearer summa_stranger' });
    assert.equal((await echo(request(both), noParams)).status, 401);
    const basic = browserHeaders('admin', { authorization: 'Basic YWRtaW46YWRtaW4=' });
    assert.equal((await echo(request(basic), noParams)).status, 401);
  });

  it('reads the query and the path by their schemas', async () => {
    const good = await echo(request(browserHeaders('analyst'), '/?n=3'), { params: Promise.resolve({ name: 'x' }) });
    assert.deepEqual(await good.json(), { who: 'analyst@example.com', query: { n: 3 }, params: { name: 'x' } });
    for (const query of ['/?n=three', '/?n=1&n=2', '/?m=1', '/?__proto__=1']) {
      const bad = await echo(request(browserHeaders('analyst'), query), noParams);
      assert.equal(bad.status, 400, query);
      assert.equal((await bodyOf(bad)).error.code, 'invalid');
    }
  });

  it('keeps every answer out of shared caches, frames and sniffers', async () => {
    for (const headers of [browserHeaders('analyst'), new Headers()]) {
      const response = await echo(request(headers), noParams);
      assert.equal(response.headers.get('cache-control'), 'private, no-store');
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(response.headers.get('x-frame-options'), 'DENY');
    }
    const redirect = route('GET /api/health', {}, async () => Response.redirect('https://summa.test/', 303), effects);
    assert.equal((await redirect(request({}), noParams)).headers.get('location'), 'https://summa.test/');
  });

  it('takes a change from our own page or with a token only', async () => {
    const run = route(
      'GET /api/v1/summaries',
      { body: z.object({ a: z.number() }) },
      async () => Response.json(1),
      effects,
    );
    const post = (headers: HeadersInit, body = '{"a":1}') =>
      run(request(headers, '/', { method: 'POST', body }), noParams);
    assert.equal((await post(browserHeaders('admin'))).status, 200);
    assert.equal((await post({ authorization: 'Bearer summa_admin' })).status, 200);
    assert.equal((await post(browserHeaders('admin', { origin: 'https://evil.test' }))).status, 403);
    assert.equal((await post({ cookie: '__Host-summa=admin' })).status, 403);
    const notJson = await post(browserHeaders('admin'), '{"a":');
    assert.equal(notJson.status, 400);
    assert.equal((await bodyOf(notJson)).error.code, 'invalid');
    assert.equal((await post(browserHeaders('admin'), '{"a":"x"}')).status, 422);
  });

  it('never says what the database said', async () => {
    const fails = (error: unknown) =>
      route(
        'GET /api/v1/summaries',
        {},
        () => Promise.reject(error),
        effects,
      )(request(browserHeaders('analyst')), noParams);
    const sql = Object.assign(new Error('column "x" does not exist'), { code: '42703', detail: 'secret row' });
    const response = await fails(sql);
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /column|42703|secret/);
    assert.doesNotMatch(log.join(''), /secret row/);

    const gone = await fails(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    assert.equal(gone.status, 503);
    assert.equal(gone.headers.get('retry-after'), '5');

    const told = await fails(new PersonError({ found: 'No such summary.', expected: '', todo: '', status: 404 }));
    assert.equal(told.status, 404);
    assert.equal((await bodyOf(told)).error.message, 'No such summary.');
  });
});
