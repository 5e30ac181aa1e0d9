// One install at a time in one clone. Plain JavaScript: it runs before anything is installed.
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Waits until no other process installs here, then holds the lock. Locks are numbered and a higher number wins, as those of
 * lib/server/supervisor-lock.ts: a lock whose processes are dead counts for nothing, and the highest is never deleted.
 *
 * @param {string} folder
 * @param {(pid: number) => void} wait called once when another process holds it
 */
export async function takeInstallLock(folder, wait) {
  mkdirSync(folder, { recursive: true });
  for (let waited = false; ; ) {
    const numbers = readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
    const highest = numbers.at(-1) ?? 0;
    const holder = living(path.join(folder, String(highest)));
    if (holder === undefined) {
      const mine = path.join(folder, String(highest + 1));
      if (!create(mine, [process.pid])) continue;
      for (const old of numbers.slice(0, -1)) rmSync(path.join(folder, String(old)), { force: true });
      return {
        /** npm goes on when this process is killed, and its install is then still one that others must wait for. */
        share: (pid) => replace(mine, [process.pid, pid]),
        release: () => replace(mine, []),
      };
    }
    if (!waited) wait(holder);
    waited = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** One of the processes that a lock names and that still run. */
function living(file) {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')).find(({ pid, started }) => startOf(pid) === started);
    return found?.pid;
  } catch {
    // None yet, or damaged by hand: files appear whole.
    return undefined;
  }
}

function draftOf(file, pids) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(pids.map((pid) => ({ pid, started: startOf(pid) }))));
  return draft;
}

function create(file, pids) {
  const draft = draftOf(file, pids);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function replace(file, pids) {
  renameSync(draftOf(file, pids), file);
}

/** When a process began, to tell it from a later one with its number; undefined when there is none. */
function startOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return undefined;
  }
  if (process.platform !== 'linux') return 'unknown';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
