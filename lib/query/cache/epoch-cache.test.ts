import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheText } from './cache-key.ts';
import { epochCache } from './epoch-cache.ts';

const text = (length: number) => 'x'.repeat(length);

/** Finds answers when it is told to, and tells who was given up. */
function slowly<T>(value: T) {
  const found = { begun: 0, cancelled: 0, answer: () => {} };
  const find = (signal: AbortSignal) => {
    found.begun += 1;
    return new Promise<T>((resolve, reject) => {
      found.answer = () => resolve(value);
      signal.addEventListener('abort', () => {
        found.cancelled += 1;
        reject(signal.reason);
      });
    });
  };
  return { found, find };
}

describe('epochCache(bytes)', () => {
  it('keeps what was used last, within its bytes over all kinds of answers', async () => {
    const cache = epochCache(10_000);
    let found = 0;
    const ask = (key: string) => cache.get(key, async () => (found++ % 2 ? [text(900)] : { rows: text(900) }));
    for (const key of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'a', 'h', 'i', 'j', 'k', 'a']) await ask(key);
    assert.equal(found, 11);
    assert.ok(cache.size().bytes <= 10_000);
    assert.equal((await ask('a')).cached, true);
    assert.equal((await ask('b')).cached, false);
  });
  it('does not let one large answer push out all others', async () => {
    const cache = epochCache(10_000);
    await cache.get('small', async () => text(100));
    assert.equal((await cache.get('large', async () => text(5_000))).value.length, 5_000);
    assert.equal((await cache.get('small', async () => '')).cached, true);
    assert.equal((await cache.get('large', async () => '')).cached, false);
  });
  it('stays within its bytes for as long as it is used', async () => {
    const cache = epochCache(100_000);
    for (let i = 0; i < 20_000; i++) await cache.get(`key ${i}`, async () => [text(i % 900)]);
    const { bytes, answers } = cache.size();
    assert.ok(bytes <= 100_000 && answers > 50, `${bytes} bytes, ${answers} answers`);
  });
  it('finds once for all who ask meanwhile, and keeps no failure', async () => {
    const cache = epochCache(10_000);
    const { found, find } = slowly('answer');
    const asked = Promise.all(Array.from({ length: 50 }, () => cache.get('key', find)));
    await sleep(1);
    found.answer();
    assert.ok((await asked).every(({ value, cached }) => value === 'answer' && !cached));
    assert.equal(found.begun, 1);
    const failed = () => Promise.reject(new Error('no'));
    await assert.rejects(Promise.all([cache.get('other', failed), cache.get('other', failed)]), /no/);
    assert.equal((await cache.get('other', async () => 'now')).value, 'now');
  });
  it('goes on for who stays, and gives up when the last has left', async () => {
    const cache = epochCache(10_000);
    const { found, find } = slowly('answer');
    const [one, two] = [new AbortController(), new AbortController()];
    const first = cache.get('key', find, { signal: one.signal });
    const second = cache.get('key', find, { signal: two.signal });
    one.abort(new Error('left'));
    await assert.rejects(first, /left/);
    assert.equal(found.cancelled, 0);
    two.abort(new Error('left too'));
    await assert.rejects(second, /left too/);
    assert.equal(found.cancelled, 1);
    const third = cache.get('key', find);
    await sleep(1);
    found.answer();
    assert.equal((await third).value, 'answer');
    assert.equal(found.begun, 2);
  });
  it('finds apart what nobody is in a hurry for, and keeps it for all', async () => {
    const cache = epochCache(10_000);
    const slow = slowly('slow');
    const later = cache.get('key', slow.find, { apart: true });
    assert.equal((await cache.get('key', async () => 'quick')).value, 'quick');
    slow.found.answer();
    assert.equal((await later).value, 'slow');
    assert.equal((await cache.get('key', async () => '')).value, 'quick');
  });
  it('lets go what is not to be kept', async () => {
    const cache = epochCache(10_000);
    await cache.get('key', async () => 'rows', { keep: false });
    assert.deepEqual(cache.size(), { bytes: 0, answers: 0 });
  });
});

describe('cacheText(key)', () => {
  const key = {
    incarnation: 'i',
    generation: '7',
    changedAt: 3,
    scope: [{ column: 'country', values: ['KR', 'JP'] }],
    question: 'q',
  };
  it('is the same for the same rows', () =>
    assert.equal(cacheText(key), cacheText({ ...key, scope: [{ column: 'country', values: ['JP', 'KR'] }] })));
  it('differs with everything rows depend on', () => {
    const others = [
      { ...key, incarnation: 'j' },
      { ...key, generation: '8' },
      { ...key, changedAt: 4 },
      { ...key, scope: 'everything' as const },
      { ...key, scope: [] },
      { ...key, scope: [{ column: 'country', values: ['KR'] }] },
      { ...key, question: 'r' },
    ];
    assert.equal(new Set([key, ...others].map(cacheText)).size, others.length + 1);
  });
});
