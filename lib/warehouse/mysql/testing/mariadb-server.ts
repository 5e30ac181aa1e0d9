import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { mariadbPrograms } from './mariadb-programs.ts';

/** A MariaDB of its own in a temporary folder, reached by a Unix socket that only this user can open. */
export type MariadbServer = { socket: string; stop(): Promise<void> };

/** The machine may be busy; a start takes a second on a quiet one. */
const patience = 120_000;

export async function startMariadb(): Promise<MariadbServer> {
  const programs = mariadbPrograms();
  if (!programs) throw new Error('There is no MariaDB on this machine. Install the package mariadb-server.');
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-mariadb-'));
  const socket = path.join(folder, 'socket');
  const run = await runner(folder);
  try {
    const code = await ended(run(programs.install, ['--auth-root-authentication-method=normal', '--skip-test-db']));
    if (code !== 0) throw new Error(`${programs.install} ended with ${code}.`);
  } catch (cause) {
    const said = await lastLines(folder);
    await rm(folder, { recursive: true, force: true });
    throw new Error(`MariaDB made no database. The last it said: ${said}`, { cause });
  }
  const child = run(programs.server, [
    `--socket=${socket}`,
    `--pid-file=${path.join(folder, 'pid')}`,
    '--skip-networking',
    '--innodb-buffer-pool-size=64M',
    '--innodb-flush-log-at-trx-commit=0',
  ]);
  const gone = ended(child);
  const atExit = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', atExit);
  const stop = async () => {
    process.off('exit', atExit);
    child.kill('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const began = Date.now();
  while (!(await answers(socket))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() - began > patience) {
      const said = await lastLines(folder);
      await stop();
      throw new Error(`MariaDB did not start. The last it said: ${said}`);
    }
    await delay(100);
  }
  return { socket, stop };
}

/** Runs its programs on a folder, with what they say in its file `log`. */
async function runner(folder: string): Promise<(program: string, args: string[]) => ChildProcess> {
  // A server that starts removes the temporary tables it finds, so it must not find those of another.
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  // It refuses to run as root unless it is told to.
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  // Kernels give out few asynchronous reads, and other servers may have them all.
  const always = ['--no-defaults', `--datadir=${path.join(folder, 'data')}`, '--innodb-use-native-aio=0', ...user];
  return (program, args) => {
    const log = openSync(path.join(folder, 'log'), 'a');
    const env = { ...process.env, TMPDIR: temporary };
    const child = spawn(program, [...always, ...args], { stdio: ['ignore', log, log], env });
    closeSync(log);
    return child;
  };
}

async function lastLines(folder: string): Promise<string> {
  const said = await readFile(path.join(folder, 'log'), 'utf8').catch(() => '');
  return said.trim().split('\n').slice(-5).join(' | ');
}

function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

async function answers(socketPath: string): Promise<boolean> {
  try {
    const connection = await createConnection({ socketPath, user: 'root' });
    await connection.end();
    return true;
  } catch {
    // It is still starting; when it never does, its log says why.
    return false;
  }
}
