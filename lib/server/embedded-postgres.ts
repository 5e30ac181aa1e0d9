import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { copyBinaries, postgresBinaries } from '#lib/server/postgres-binaries.ts';
import { connected, ensureControl, ensureRoles, ensureWarehouse, roles } from '#lib/server/postgres-databases.ts';
import {
  asPostgresUser,
  initialise,
  type PostgresFolder,
  postgresVariables,
  preparePostgresFolder,
  socketFolder,
} from '#lib/server/postgres-folder.ts';
import { postgresSettings } from '#lib/server/postgres-settings.ts';
import { socketUrl } from '#lib/server/postgres-url.ts';
import { type PostgresUser, postgresUser } from '#lib/server/postgres-user.ts';
import { isAlive } from '#lib/server/process-identity.ts';
import { anyoneWorksIn, type RunningPostgres, runningPostgres } from '#lib/server/running-postgres.ts';
import { type ServerSecrets, serverSecrets } from '#lib/server/secrets.ts';

export type EmbeddedOptions = {
  /** The folder that holds the server's data and passwords. */
  home: string;
  /** Summa's schema in the warehouse. */
  schema?: string;
  /** Trades durability for speed. */
  test?: boolean;
  log?: (line: string) => void;
};

/** A running embedded PostgreSQL. */
export type EmbeddedPostgres = {
  pid: number;
  /** It already ran: left behind by a killed process, or started by another one. */
  adopted: boolean;
  serverUrl: string;
  warehouseUrl: string;
  warehouseReadUrl: string;
  controlUrl: string;
  /** The URL of another of its databases, as one of its roles. */
  url(database: string, role: keyof typeof roles): string;
  /** Resolves when the server is gone, for whatever reason. */
  gone: Promise<void>;
  /** Fast shutdown: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>;
};

/**
 * Starts the embedded PostgreSQL on a home folder, or adopts the one that runs there, with the databases `warehouse` and
 * `control` and the roles `summa` and `summa_read`. Redo after a crash is waited for.
 *
 *     const server = await startEmbeddedPostgres({ home: '.summa' });
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { home, schema = 'summa', test = false, log = () => {} } = options;
  // Enterable, for the server's user when Summa runs as root; nothing in it is readable that should not be.
  await mkdir(home, { recursive: true, mode: 0o711 });
  const secrets = await serverSecrets(home);
  const original = await postgresBinaries();
  const user = await postgresUser(home, original);
  const folder = await preparePostgresFolder(user);
  if (path.dirname(user.folder) !== home) {
    log(`PostgreSQL keeps its data in ${user.folder}: it refuses to run as root, and no other user can reach ${home}`);
  }
  const binaries = user.copyBinaries ? await copyBinaries(original, user.copyBinaries) : original;
  await initialise(binaries, folder, user, secrets.server);

  const started = await untilReady({ home, folder, user, binaries, secrets, test, log });
  const url = (database: string, role: keyof typeof roles) =>
    socketUrl(roles[role], secrets[role], database, started.socketFolder);
  const serverUrl = url('postgres', 'server');
  await once(path.join(folder.folder, `databases-1-${schema}`), async () => {
    await ensureRoles(serverUrl, secrets);
    await ensureWarehouse((database) => url(database, 'server'), 'warehouse', schema);
    await ensureControl((database) => url(database, 'server'), 'control');
  });
  return {
    pid: started.pid,
    adopted: started.child === undefined,
    serverUrl,
    warehouseUrl: url('warehouse', 'owner'),
    warehouseReadUrl: url('warehouse', 'reader'),
    controlUrl: url('control', 'owner'),
    url,
    gone: untilGone(started.pid, started.child),
    stop: () => stop(started, folder),
  };
}

/** Does something idempotent until it has succeeded, then never again: a command beside a running Summa changes nothing. */
async function once(stamp: string, work: () => Promise<void>): Promise<void> {
  const done = await stat(stamp).then(
    () => true,
    () => false,
  );
  if (done) return;
  await work();
  await writeFile(stamp, '');
}

type Start = {
  home: string;
  folder: PostgresFolder;
  user: PostgresUser;
  binaries: string;
  secrets: ServerSecrets;
  test: boolean;
  log: (line: string) => void;
};
type Started = RunningPostgres & { child: ChildProcess | undefined };

/** One loop for every way to begin: nothing there, an orphan, a server in recovery, remains of a killed one. */
async function untilReady(start: Start): Promise<Started> {
  const { home, folder, secrets, log } = start;
  const deadline = Date.now() + 180_000;
  const sayWhenSlow = Date.now() + 1_000;
  let said = false;
  let child: ChildProcess | undefined;
  let failures = 0;
  for (;;) {
    const running = runningPostgres(folder.data);
    let state = 'starting';
    if (running) {
      state = await answer(socketUrl(roles.server, secrets.server, 'postgres', running.socketFolder), home, folder);
      if (state === 'ready') return { ...running, child: child?.pid === running.pid ? child : undefined };
    } else if (!child || child.exitCode !== null || child.signalCode !== null) {
      if (child) {
        failures += 1;
        await removeRemains(start, failures);
      }
      child = await launch(start);
    }
    if (Date.now() > deadline) {
      throw new Error(`The embedded PostgreSQL did not become ready in 180 s. Its log ends: ${await logEnd(folder)}`);
    }
    if (!said && Date.now() > sayWhenSlow) {
      said = true;
      log(`PostgreSQL is ${state}`);
    }
    await delay(25);
  }
}

/** 'ready', or what the server is busy with. */
async function answer(serverUrl: string, home: string, { folder }: PostgresFolder): Promise<string> {
  try {
    await connected(serverUrl, (client) => client.query('select'));
    return 'ready';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // "Cannot connect now": it starts up, recovers, or shuts down.
    if (code === '57P03') return message.includes('recover') || message.includes('start') ? 'recovering' : 'busy';
    if (code === '28P01') {
      throw new Error(
        `The embedded PostgreSQL in ${folder} was made with another password than the one in ${path.join(home, 'postgres-passwords.json')}. Restore that file, or delete ${folder} to begin with an empty server.`,
      );
    }
    return 'starting';
  }
}

async function launch({ folder, user, binaries, test }: Start): Promise<ChildProcess> {
  const size = await stat(folder.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > 5_000_000) await rename(folder.log, `${folder.log}.1`);
  // A file, not a pipe: the server outlives a killed Summa and must be able to go on writing.
  const log = await open(folder.log, 'a', 0o600);
  try {
    const settings = postgresSettings(await socketFolder(folder.socket, user), test);
    const program = path.join(binaries, 'bin', 'postgres');
    const [command, args] = asPostgresUser(user, program, ['-D', folder.data, ...settings]);
    const child = spawn(command, args, {
      ...user.spawnAs,
      cwd: '/',
      env: postgresVariables(),
      stdio: ['ignore', log.fd, log.fd],
      // Ctrl-C goes to the whole group of processes; the server is stopped last, by its supervisor.
      detached: true,
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** After a failed start: waits for the backends of a killed server, removes a pid file that names another program. */
async function removeRemains({ folder, user }: Start, failures: number): Promise<void> {
  const end = await logEnd(folder);
  if (anyoneWorksIn(folder.data) || end.includes('pre-existing shared memory block')) {
    await delay(100);
    return;
  }
  // The server believes any process with the number in these files, even another program or an uncollected dead one.
  if (/lock file "[^"]+" already exists/.test(end) && failures < 20) {
    await rm(path.join(folder.data, 'postmaster.pid'), { force: true });
    await rm(path.join(await socketFolder(folder.socket, user), '.s.PGSQL.5432.lock'), { force: true });
  } else if (failures >= 2) {
    throw new Error(`The embedded PostgreSQL does not start. Its log (${folder.log}) ends: ${end}`);
  }
}

async function logEnd(folder: PostgresFolder): Promise<string> {
  const text = await readFile(folder.log, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join(' | ');
}

async function untilGone(pid: number, child: ChildProcess | undefined): Promise<void> {
  if (child) {
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve));
    return;
  }
  // Not our child, so nobody tells: look. Unreferenced, a supervisor that ends does not wait for it.
  while (isAlive(pid)) await delay(500, undefined, { ref: false });
}

async function stop({ pid, child, socketFolder: socket }: Started, folder: PostgresFolder): Promise<void> {
  const alive = () => (child ? child.exitCode === null && child.signalCode === null : isAlive(pid));
  const signal = (name: NodeJS.Signals) => {
    if (alive()) process.kill(pid, name);
  };
  child?.ref();
  signal('SIGINT');
  for (let waited = 0; alive(); waited += 20) {
    if (waited === 30_000) signal('SIGQUIT');
    await delay(20);
  }
  if (socket !== folder.socket) await rm(socket, { recursive: true, force: true });
}

/** Lets the server's user enter a temporary home. */
export async function openHome(home: string): Promise<void> {
  await chmod(home, 0o711);
}
