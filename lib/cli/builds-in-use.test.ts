import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { removeUnusedBuilds, useBuild } from '#lib/cli/builds-in-use.ts';

describe('removeUnusedBuilds(folder)', () => {
  it('keeps the build in use, those that living processes serve and drafts that are being made', async (t) => {
    const all = await mkdtemp(path.join(tmpdir(), 'summa-builds-'));
    t.after(() => rm(all, { recursive: true, force: true }));
    const dead = 2 ** 22 + 1;
    const folders = ['aa', 'bb', 'cc', 'dd', `ee.${dead}`, `ee.${process.pid}`, 'dd.users'];
    for (const name of folders) await mkdir(path.join(all, name));
    await writeFile(path.join(all, `ee.${dead}.json`), '{}');
    // The number of this process with another's time of birth: a process that is gone.
    await writeFile(path.join(all, 'dd.users', '1'), JSON.stringify({ pid: process.pid, started: 'before' }));
    await useBuild(path.join(all, 'bb'));
    await useBuild(path.join(all, 'cc'));
    await removeUnusedBuilds(path.join(all, 'cc'));
    assert.deepEqual((await readdir(all)).sort(), ['bb', 'bb.users', 'cc', 'cc.users', `ee.${process.pid}`]);
  });
});
