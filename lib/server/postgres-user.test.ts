import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { placeElsewhere, postgresPlace } from '#lib/server/postgres-place.ts';
import { postgresUser } from '#lib/server/postgres-user.ts';

type Context = { after(fn: () => Promise<void>): void };

async function fresh(t: Context): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-place-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('placeElsewhere(home, parents)', () => {
  it('takes the first parent that everybody can reach and Summa can write to, and remembers it', async (t) => {
    const home = await fresh(t);
    const parent = await fresh(t);
    await chmod(parent, 0o711);
    const closed = path.join(home, 'closed');
    await mkdir(closed, { mode: 0o700 });
    assert.equal(await postgresPlace(home), path.join(home, 'postgres'));
    assert.equal(await placeElsewhere(home, [closed, path.join(parent, 'missing')]), undefined);
    const place = await placeElsewhere(home, [closed, parent]);
    assert.equal(path.dirname(place ?? ''), parent);
    assert.equal(await postgresPlace(home), place);
  });
});

describe('postgresUser(home, binaries)', () => {
  it('is oneself, or for root somebody else, in a namespace or not', async (t) => {
    const home = await fresh(t);
    const user = await postgresUser(home, home, () => true);
    if (process.getuid?.() !== 0) {
      assert.deepEqual([user.uid, user.prefix, user.spawnAs], [process.getuid?.(), [], undefined]);
      return;
    }
    assert.equal(user.prefix[0], 'unshare');
    await chmod(home, 0o711);
    const { uid, prefix, folder, copyBinaries } = await postgresUser(home, home, () => false);
    assert.deepEqual([uid, prefix, folder, copyBinaries], [65534, [], path.join(home, 'postgres'), undefined]);
  });
});
