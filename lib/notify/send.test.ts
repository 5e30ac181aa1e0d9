import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sendWebhook } from '#lib/notify/send.ts';
import { newSecret, signatureHeaders } from '#lib/notify/signature.ts';
import { signatureHolds, startReceiver } from '#lib/notify/testing/receiver.ts';

const message = { id: 'msg_1', body: '{"event":"run.failed","summary":"매출"}' };
const allowPrivate = true;

describe('signatureHeaders(id, at, body, secret)', () => {
  it('is that of the reference implementation', () => {
    // The example of the Standard Webhooks libraries.
    const headers = signatureHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      new Date(1_614_265_330_000),
      '{"test": 2432232314}',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    );
    assert.equal(headers['webhook-timestamp'], '1614265330');
    assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('has a key of 32 bytes', () => {
    assert.equal(Buffer.from(newSecret().slice('whsec_'.length), 'base64').length, 32);
  });
});

describe('sendWebhook(webhook, message)', () => {
  it('posts the body as it is, with a signature that its receiver can check', async (t) => {
    const { url, received } = await startReceiver(t, 204);
    const secret = newSecret();
    assert.deepEqual(await sendWebhook({ url, secret }, message, { allowPrivate }), {
      ok: true,
      gone: false,
      answer: 'status 204',
    });
    const [got] = received;
    assert.ok(got);
    assert.equal(got.body, message.body);
    assert.equal(got.headers['content-type'], 'application/json');
    assert.equal(got.headers['webhook-id'], 'msg_1');
    assert.ok(signatureHolds(got, secret));
    assert.ok(!signatureHolds(got, newSecret()));
    assert.ok(!signatureHolds({ ...got, body: `${got.body} ` }, secret));
  });

  it('follows no redirect, and knows a receiver that is gone', async (t) => {
    const { url, received } = await startReceiver(t, 302, 410);
    const send = () => sendWebhook({ url, secret: newSecret() }, message, { allowPrivate });
    assert.deepEqual(await send(), {
      ok: false,
      gone: false,
      answer: 'status 302, a redirect, which is not followed',
    });
    assert.equal(received.length, 1);
    assert.equal((await send()).gone, true);
  });

  it('gives up waiting, also for a name', async (t) => {
    const { url } = await startReceiver(t, 0);
    const options = { allowPrivate, timeout: 100 };
    assert.match((await sendWebhook({ url, secret: newSecret() }, message, options)).answer, /no answer within 0.1 s/);
    const never = { ...options, resolve: () => new Promise<string[]>(() => {}) };
    const slow = await sendWebhook({ url: 'http://example.com', secret: newSecret() }, message, never);
    assert.match(slow.answer, /no answer within/);
  });

  it('connects to no private address, however it is written or named', async (t) => {
    const { port, received } = await startReceiver(t);
    const send = (host: string, resolve?: (name: string) => Promise<string[]>) =>
      sendWebhook({ url: `http://${host}:${port}/`, secret: newSecret() }, message, resolve ? { resolve } : {});
    const names = ['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.1', 'localhost'];
    for (const host of [...names, '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '0.0.0.0']) {
      const { ok, answer } = await send(host);
      assert.equal(ok, false, host);
      assert.match(answer, /address of this machine or of a private network/, host);
    }
    const rebound = await send('hooks.example.com', async () => ['127.0.0.1']);
    assert.match(rebound.answer, /hooks\.example\.com is an address of this machine/);
    const mixed = await send('hooks.example.com', async () => ['93.184.216.34', '10.0.0.1']);
    assert.match(mixed.answer, /private network/);
    assert.equal(received.length, 0);
  });

  it('asks for the name once and connects to that answer', async (t) => {
    const { port, received } = await startReceiver(t);
    const asked: string[] = [];
    const resolve = async (name: string) => {
      asked.push(name);
      return ['127.0.0.1'];
    };
    const url = `http://hooks.example.com:${port}/x`;
    const { ok } = await sendWebhook({ url, secret: newSecret() }, message, { resolve, allowPrivate });
    assert.ok(ok);
    assert.deepEqual(asked, ['hooks.example.com']);
    assert.equal(received[0]?.headers.host, `hooks.example.com:${port}`);
  });
});
