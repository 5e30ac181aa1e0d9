import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchFiles } from './watch-files.ts';

describe('watchFiles(folders, changed)', () => {
  it('sees each save, also one that puts a new file in place of the old', { timeout: 30_000 }, async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'summa-watch-'));
    const file = path.join(folder, 'a.ts');
    await writeFile(file, '0');
    let seen = 0;
    const stop = watchFiles(
      [folder, path.join(folder, 'not there')],
      () => {
        seen += 1;
      },
      20,
    );
    t.after(async () => {
      stop();
      await rm(folder, { recursive: true });
    });
    for (let save = 1; save <= 4; save++) {
      await writeFile(`${file}.new`, `${save}`);
      await rename(`${file}.new`, file);
      while (seen < save) await sleep(10);
    }
    await rm(file);
    while (seen < 5) await sleep(10);
    await sleep(200);
    assert.equal(seen, 5);
  });
});
