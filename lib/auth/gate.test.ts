import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refuseAtGate } from '#lib/auth/gate.ts';

const own = { origin: 'https://summa.test' };
const statusOf = async (headers: HeadersInit, body: BodyInit | null = null, method = 'POST') =>
  (await refuseAtGate(new Request('https://summa.test/x', { method, headers, body }), 'https://summa.test'))?.status ??
  'passes';

describe('refuseAtGate(request, appUrl)', () => {
  it('lets reading pass from anywhere', async () => {
    assert.equal(await statusOf({ origin: 'https://evil.test' }, null, 'GET'), 'passes');
  });

  it('lets a change pass from our own page or with a token', async () => {
    assert.equal(await statusOf(own), 'passes');
    assert.equal(await statusOf({ authorization: 'Bearer summa_x' }), 'passes');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      assert.equal(await statusOf({}, null, method), 403);
      assert.equal(await statusOf({ origin: 'https://evil.test' }, null, method), 403);
      assert.equal(await statusOf({ origin: 'https://evil.test', 'x-forwarded-host': 'evil.test' }, null, method), 403);
    }
  });

  it('limits what has to be parsed', async () => {
    assert.equal(await statusOf({ ...own, 'content-length': '1000001' }), 413);
    assert.equal(await statusOf({ ...own, 'transfer-encoding': 'chunked' }), 411);
  });

  it('refuses forms and arguments that are none', async () => {
    assert.equal(await statusOf({ ...own, 'content-type': 'multipart/form-data; boundary=x' }, 'garbage'), 400);
    assert.equal(await statusOf({ ...own, 'content-type': 'multipart/form-data' }, 'garbage'), 400);
    assert.equal(await statusOf({ ...own, 'next-action': '00' }, 'garbage'), 400);
    assert.equal(await statusOf({ ...own, 'next-action': '00' }, '{}'), 400);
    for (const dangling of ['["$Q1"]', '[{"a":["$F1"]}]', '["$1"]', '["$@1"]', '["$nx"]', '["$T"]']) {
      assert.equal(await statusOf({ ...own, 'next-action': '00' }, dangling), 400, dangling);
    }
    for (const good of [
      '[{"a":1}]',
      '["$$Q1"]',
      '["$undefined","$n-12","$D2026-01-01"]',
      '["a \\"$Q1"]',
      '[]',
      '["$0:a"]',
    ]) {
      assert.equal(await statusOf({ ...own, 'next-action': '00' }, good), 'passes', good);
    }
    const form = new FormData();
    form.set('email', 'ada@example.com');
    assert.equal(await statusOf(own, form), 'passes');
  });

  it('leaves the body for whoever comes next', async () => {
    const request = new Request('https://summa.test/x', {
      method: 'POST',
      headers: { ...own, 'next-action': '00' },
      body: '[1]',
    });
    await refuseAtGate(request, 'https://summa.test');
    assert.equal(await request.text(), '[1]');
  });
});
