import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { announceServing, servingOf } from './serving.ts';

describe('servingOf(home)', () => {
  it('is the process that serves, and nobody who is gone', async (t) => {
    const home = await mkdtemp(path.join(tmpdir(), 'summa-serving-'));
    t.after(() => rm(home, { recursive: true }));
    const file = path.join(home, 'serving.json');
    assert.equal(await servingOf(home), null);
    await announceServing(home, '.next/builds/1');
    await announceServing(home, '.next/builds/2');
    const serving = await servingOf(home);
    assert.equal(serving?.pid, process.pid);
    assert.equal(serving?.build, '.next/builds/2');
    // The number of a process that ended may be another's by now.
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"started":"/, '"started":"x'));
    assert.equal(await servingOf(home), null);
    await writeFile(file, '{');
    assert.equal(await servingOf(home), null);
  });
});
