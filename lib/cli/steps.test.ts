import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { steps } from '#lib/cli/steps.ts';

describe('steps(print)', () => {
  it('prints one line for a quick step, with its time', async () => {
    const lines: string[] = [];
    const { run } = steps((line) => lines.push(line));
    assert.equal(await run('Adding', async () => 2), 2);
    assert.deepEqual(lines, ['✓ Adding (0.0 s)']);
  });

  it('says that a slow step began, what it does every other second, and every ten seconds that it goes on', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
    const lines: string[] = [];
    const { run } = steps((line) => lines.push(line));
    const done = Promise.withResolvers<void>();
    const running = run('Loading', async (say) => {
      for (const progress of ['a', 'b', 'c']) {
        t.mock.timers.tick(1_000);
        say(progress);
      }
      await done.promise;
    });
    t.mock.timers.tick(7_000);
    done.resolve();
    await running;
    assert.deepEqual(lines, [
      '… Loading',
      '… Loading: a',
      '… Loading: c',
      '… Loading (10.0 s): c',
      '✓ Loading (10.0 s)',
    ]);
  });

  it('marks a failed step and passes its error on', async () => {
    const lines: string[] = [];
    const { run } = steps((line) => lines.push(line));
    await assert.rejects(
      run('Adding', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.deepEqual(lines, ['✗ Adding (0.0 s)']);
  });
});
