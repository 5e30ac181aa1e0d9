import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runSuites } from '#lib/cli/testing/suites.ts';

const suite = (name: string, passed: number, failed: number) => ({
  name,
  run: async () => ({ passed, failed, skipped: 1 }),
});

async function ran(...suites: Parameters<typeof runSuites>[0]) {
  const lines: string[] = [];
  const good = await runSuites(suites, (line) => lines.push(line));
  return { good, last: lines.at(-1), text: lines.join('\n') };
}

describe('runSuites(suites)', () => {
  it('ends with the counts of all suites', async () => {
    const { good, last } = await ran(suite('unit', 3, 0), suite('database', 2, 0));
    assert.deepEqual([good, last], [true, '5 passed, 0 failed, 2 skipped']);
  });

  it('is not well when a test failed, when a suite broke, or when one ran no test', async () => {
    assert.equal((await ran(suite('unit', 3, 1))).good, false);
    const broken = await ran({ name: 'browser', run: () => Promise.reject(new Error('no Chromium')) });
    assert.deepEqual([broken.good, broken.last], [false, '0 passed, 1 failed, 0 skipped']);
    assert.match(broken.text, /no Chromium/);
    const none = await ran(suite('unit', 3, 0), suite('browser', 0, 0));
    assert.equal(none.good, false);
    assert.match(none.text, /browser .*no test ran/);
  });
});
