import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conditional, etagOf } from './conditional.ts';

const etag = etagOf(['from=sales&measures=orders', 412]);
const ask = async (tags: string | null, answer = async () => new Response('rows')) => {
  const headers: Record<string, string> = tags === null ? {} : { 'If-None-Match': tags };
  const response = await conditional(new Request('http://summa.test/', { headers }), etag, answer);
  return { status: response.status, etag: response.headers.get('etag'), text: await response.text() };
};

describe('conditional(request, etag, answer)', () => {
  it('sends nothing to who has it', async () => {
    for (const tags of [etag, `"other", ${etag}`, etag.replace('W/', ''), ' * ']) {
      const never = async () => assert.fail('asked');
      assert.deepEqual(await ask(tags, never), { status: 304, etag, text: '' }, tags);
    }
  });
  it('sends what has changed, and to who has nothing', async () => {
    for (const tags of [null, '', 'W/"other"', '"*"', etagOf(['from=sales&measures=orders', 413])]) {
      assert.deepEqual(await ask(tags), { status: 200, etag, text: 'rows' }, String(tags));
    }
  });
  it('puts no name on a failure', async () => {
    assert.equal((await ask(null, async () => new Response('', { status: 503 }))).etag, null);
  });
});
