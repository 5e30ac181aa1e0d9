import { access, constants, mkdtemp, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the embedded server of a home keeps its folder: inside it, unless it had to be put elsewhere. */
export async function postgresPlace(home: string): Promise<string> {
  const elsewhere = await readFile(recordOf(home), 'utf8').catch(() => '');
  return elsewhere.trim() || path.join(home, 'postgres');
}

/**
 * Makes a folder that the server's user can reach although the home is closed to everybody but root, and remembers it.
 * Undefined when this machine has none. Only its owner, whom the caller makes the server's user, may enter it.
 */
export async function placeElsewhere(
  home: string,
  parents: string[] = ['/var/lib', '/var/tmp', tmpdir()],
): Promise<string | undefined> {
  for (const parent of parents) {
    if (!(await reachable(parent))) continue;
    try {
      await access(parent, constants.W_OK);
      const folder = await mkdtemp(path.join(parent, 'summa-postgres-'));
      const draft = `${recordOf(home)}.${process.pid}`;
      await writeFile(draft, `${folder}\n`);
      await rename(draft, recordOf(home));
      return folder;
    } catch {
      // Read-only, or full: the next one may do.
    }
  }
  return undefined;
}

/** Whether every user may enter the folder and those above it. */
export async function reachable(folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (!found || (found.mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function recordOf(home: string): string {
  return path.join(home, 'postgres-folder');
}
