import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { roles } from '#lib/server/postgres-databases.ts';
import type { PostgresUser } from '#lib/server/postgres-user.ts';

/** Where the embedded server keeps its things. */
export type PostgresFolder = { folder: string; data: string; socket: string; log: string };

/** Makes the server's private folder, owned by the server's user. */
export async function preparePostgresFolder(user: PostgresUser): Promise<PostgresFolder> {
  const { folder } = user;
  await privateFolder(folder, user);
  const socket = path.join(folder, 'run');
  await privateFolder(socket, user);
  return { folder, data: path.join(folder, 'data'), socket, log: path.join(folder, 'server.log') };
}

/**
 * The folder itself, or a short private one when the socket's path would be too long: the kernel allows 107 bytes
 * (macOS 103). The short one has the same name at every start, so that a server started again is found where it was.
 */
export async function socketFolder(folder: string, user: PostgresUser): Promise<string> {
  if (Buffer.byteLength(`${folder}/.s.PGSQL.5432.lock`) <= 100) return folder;
  const name = createHash('sha256').update(`${user.uid}:${folder}`).digest('hex').slice(0, 16);
  const short = path.join(tmpdir(), `summa-${name}`);
  const found = await lstat(short).catch(() => undefined);
  if (found && (!found.isDirectory() || found.uid !== user.uid)) {
    throw new Error(
      `${short} belongs to somebody else, but the embedded PostgreSQL needs it for its socket. Remove it, or set SUMMA_HOME to a folder with a shorter path than ${folder}.`,
    );
  }
  await privateFolder(short, user);
  return short;
}

/** Makes an empty cluster. It appears whole: an interrupted initdb leaves no data folder behind. */
export async function initialise(
  binaries: string,
  { folder, data }: PostgresFolder,
  user: PostgresUser,
  password: string,
): Promise<void> {
  if (await stat(path.join(data, 'PG_VERSION')).catch(() => undefined)) return;
  const draft = `${data}.new`;
  const passwordFile = path.join(folder, 'initdb-password');
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  await chown(passwordFile, user.uid, user.gid);
  try {
    await run(path.join(binaries, 'bin', 'initdb'), user, [
      `--pgdata=${draft}`,
      `--username=${roles.server}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of text on every machine, whatever its locales.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    await rename(draft, data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** The variables a server process gets: none of Summa's, and no PG* that would change its behaviour. */
export function postgresVariables(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV };
}

/** The command and arguments that run a program as the server's user. */
export function asPostgresUser(user: PostgresUser, program: string, args: string[]): [string, string[]] {
  const [command = program, ...rest] = [...user.prefix, program, ...args];
  return [command, rest];
}

async function privateFolder(folder: string, user: PostgresUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
}

function run(program: string, user: PostgresUser, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const [command, rest] = asPostgresUser(user, program, args);
    const child = spawn(command, rest, {
      ...user.spawnAs,
      cwd: '/',
      env: postgresVariables(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
    });
    child.stderr.on('data', (part) => {
      output += part;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(program)} ended with ${signal ?? `code ${code}`}: ${output.trim()}`));
    });
  });
}
