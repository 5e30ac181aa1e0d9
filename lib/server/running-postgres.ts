import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '#lib/server/process-identity.ts';

/** A live server on a data folder. */
export type RunningPostgres = { pid: number; socketFolder: string };

/**
 * The server that runs on this data folder, whoever started it: a killed Node leaves one behind.
 * A pid file alone proves nothing, its number may belong to another program by now.
 */
export function runningPostgres(data: string): RunningPostgres | undefined {
  const [pidLine, , , , socketFolder = ''] = pidFile(data);
  const pid = Number(pidLine);
  return pid > 0 && worksIn(pid, data) ? { pid, socketFolder } : undefined;
}

/** Whether any process still works in the data folder: backends outlive a killed server for a moment. */
export function anyoneWorksIn(data: string): boolean {
  if (process.platform !== 'linux') return false;
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksIn(Number(name), data));
}

function pidFile(data: string): string[] {
  try {
    return readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    // No file, or the server is just writing or removing it: nobody to adopt yet.
    return [];
  }
}

function worksIn(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return isAlive(pid);
  try {
    // Every PostgreSQL process works in its data folder.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}
