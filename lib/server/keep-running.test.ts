import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { keepRunning } from '#lib/server/keep-running.ts';

/** A thing that can be made to die. */
function mortal() {
  const starts: { die: (why: string) => void; stopped: boolean }[] = [];
  const start = async () => {
    let die: (why: string) => void = () => {};
    const gone = new Promise<string>((resolve) => {
      die = resolve;
    });
    const one = { die, stopped: false };
    starts.push(one);
    return {
      gone,
      stop: async () => {
        one.stopped = true;
        die('stopped');
      },
    };
  };
  return { starts, start };
}

describe('keepRunning(options)', () => {
  it('starts again what died, with growing pauses, and says so', async () => {
    const { starts, start } = mortal();
    const lines: string[] = [];
    const kept = await keepRunning({ name: 'web', start, log: (line) => lines.push(line), shortest: 10, longest: 40 });
    for (let deaths = 1; deaths <= 4; deaths++) {
      starts.at(-1)?.die('SIGKILL');
      while (starts.length === deaths) await delay(1);
    }
    await delay(1);
    await kept.stop();
    assert.deepEqual(
      lines.filter((line) => line.includes('ended')).map((line) => line.replace(/.* in /, '')),
      ['0.01 s', '0.02 s', '0.04 s', '0.04 s'],
    );
    assert.match(lines[0] ?? '', /^web ended \(SIGKILL\)/);
    assert.equal(starts.at(-1)?.stopped, true);
  });

  it('does not start again what it stopped, even during a pause', async () => {
    const { starts, start } = mortal();
    const kept = await keepRunning({ name: 'web', start, log: () => {}, shortest: 60_000 });
    starts[0]?.die('SIGKILL');
    await delay(5);
    await kept.stop();
    assert.equal(starts.length, 1);
  });

  it('throws when the first start fails', async () => {
    const failing = keepRunning({ name: 'web', start: () => Promise.reject(new Error('no build')), log: () => {} });
    await assert.rejects(failing, /no build/);
  });
});
