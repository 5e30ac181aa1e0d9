import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { appendFile, chmod, chown, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#lib/server/port.ts';

/** A PostgreSQL server like a company's: on TCP, with passwords, apart from the embedded one. */
export type SeparateServer = {
  port: number;
  /** The URL of a database as a role; passwords are the role's name and `-secret`. */
  url(role: string, database: string): string;
  /** Runs statements as the server's administrator. */
  asAdmin(database: string, ...statements: string[]): Promise<void>;
  /** A PEM file of the server's certificate, for `localhost`, and one of a stranger. */
  certificate: string;
  otherCertificate: string;
  /** Writes the server's rules of who may enter besides its administrator, and applies them. */
  allow(rules: string[]): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
};

const admin = 'postgres';
const nobody = 65534;
const certificates = 'openssl';

/** Where Linux distributions put the programs of a server, newest first; null when none is installed. */
function binaries(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).filter((each) => Number(each) >= 15) : [];
  const found = versions.sort((a, b) => Number(b) - Number(a)).map((each) => path.join(root, each, 'bin'));
  return found.find((bin) => existsSync(path.join(bin, 'initdb'))) ?? null;
}

/** Why tests with a separate server cannot run on this machine, or false. */
export const noSeparateServer: string | false = !binaries()
  ? 'No PostgreSQL server 15 or newer is installed beside the embedded one.'
  : spawnSync(certificates, ['version']).status !== 0
    ? 'openssl, which makes the test certificates, is not installed.'
    : false;

/** Starts one, gone after the test. */
export async function separateServer(t: { after(fn: () => Promise<void>): void }): Promise<SeparateServer> {
  const bin = binaries() ?? '';
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-separate-'));
  const ids = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const data = path.join(folder, 'data');
  if (ids.uid) await chown(folder, nobody, nobody);
  const run = (command: string, args: string[]) => {
    const { status, stderr } = spawnSync(command, args, { ...ids, cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${path.basename(command)} failed: ${stderr}`);
  };
  const passwords = path.join(folder, 'password');
  await writeFile(passwords, `${admin}-secret\n`, { mode: 0o644 });
  run(path.join(bin, 'initdb'), [
    ...['-D', data, '-U', admin, '-A', 'scram-sha-256', `--pwfile=${passwords}`],
    ...['-E', 'UTF8', '--locale=C', '--no-sync'],
  ]);
  const certificateOf = (name: string) => {
    const [key, file] = [path.join(folder, `${name}.key`), path.join(folder, `${name}.pem`)];
    run(certificates, [
      ...['req', '-new', '-x509', '-days', '2', '-nodes', '-newkey', 'rsa:2048', '-keyout', key, '-out', file],
      ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
    ]);
    return { key, file };
  };
  const own = certificateOf('localhost');
  const other = certificateOf('elsewhere.example.com');
  await chmod(folder, 0o755);
  const port = await freePort();
  await appendFile(
    path.join(data, 'postgresql.conf'),
    `\nport = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '${folder}'\nfsync = off\nshared_buffers = '32MB'
ssl = on\nssl_cert_file = '${own.file}'\nssl_key_file = '${own.key}'\n`,
  );
  let child: ReturnType<typeof spawn> | null = null;
  const url = (role: string, database: string) =>
    `postgres://${role}:${encodeURIComponent(`${role}-secret`)}@127.0.0.1:${port}/${database}`;
  const asAdmin = async (database: string, ...statements: string[]) => {
    const client = new pg.Client(url(admin, database));
    client.on('error', () => {});
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const start = async () => {
    child = spawn(path.join(bin, 'postgres'), ['-D', data], { ...ids, cwd: folder, stdio: 'ignore' });
    for (let waited = 0; waited < 200; waited++) {
      const ready = await asAdmin('postgres', 'select 1').then(
        () => true,
        () => false,
      );
      if (ready) return;
      await sleep(50);
    }
    throw new Error('The separate PostgreSQL server did not start within ten seconds.');
  };
  const stop = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGINT');
    await gone;
  };
  // An interrupted test must not leave a server behind.
  const end = () => void child?.kill('SIGQUIT');
  process.once('exit', end);
  t.after(async () => {
    process.off('exit', end);
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return {
    port,
    url,
    asAdmin,
    certificate: own.file,
    otherCertificate: other.file,
    allow: async (rules) => {
      await writeFile(
        path.join(data, 'pg_hba.conf'),
        `host all ${admin} 127.0.0.1/32 scram-sha-256\n${rules.join('\n')}\n`,
      );
      await asAdmin('postgres', 'select pg_reload_conf()');
    },
    stop,
    start,
  };
}
