import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
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
  const data = path.join(folder, 'data');
  const socket = path.join(folder, 'socket');
  const log = path.join(folder, 'log');
  // A server that starts removes the temporary tables it finds, so it must not find those of another.
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  // It refuses to run as root unless it is told to.
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const installed = spawn(
    programs.install,
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
    { stdio: 'ignore' },
  );
  const code = await ended(installed);
  if (code !== 0) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`${programs.install} ended with ${code} and made no database in ${data}.`);
  }
  const child = spawn(
    programs.server,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${path.join(folder, 'pid')}`,
      `--log-error=${log}`,
      `--tmpdir=${temporary}`,
      '--skip-networking',
      '--innodb-buffer-pool-size=64M',
      '--innodb-flush-log-at-trx-commit=0',
      ...user,
    ],
    { stdio: 'ignore' },
  );
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
      const said = await readFile(log, 'utf8').catch(() => '');
      await stop();
      throw new Error(`MariaDB did not start. The last it said: ${said.trim().split('\n').slice(-5).join(' | ')}`);
    }
    await delay(100);
  }
  return { socket, stop };
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
