import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';

type Context = { after(fn: () => Promise<void>): void };

/** A clone with no dependencies and one command, in a folder with a space. */
async function project(t: Context, command: string, dependencies: Record<string, string> = {}): Promise<string> {
  const outer = await mkdtemp(path.join(tmpdir(), 'summa-bootstrap-'));
  t.after(() => rm(outer, { recursive: true, force: true }));
  const root = path.join(outer, 'my clone');
  await mkdir(path.join(root, 'lib', 'cli'), { recursive: true });
  for (const file of ['bootstrap.js', 'install-lock.js']) {
    await cp(path.join(import.meta.dirname, file), path.join(root, 'lib', 'cli', file));
  }
  await writeFile(path.join(root, 'lib', 'cli', 'hello.ts'), command);
  const about = { name: 'x', version: '1.0.0' };
  await writeFile(path.join(root, 'package.json'), JSON.stringify({ ...about, type: 'module', dependencies }));
  await writeFile(
    path.join(root, 'package-lock.json'),
    JSON.stringify({ ...about, lockfileVersion: 3, requires: true, packages: { '': about } }),
  );
  return root;
}

function bootstrap(root: string, ...args: string[]): ChildProcess {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (name.startsWith('npm_')) delete env[name];
  return spawn(process.execPath, [path.join(root, 'lib', 'cli', 'bootstrap.js'), ...args], { env, cwd: tmpdir() });
}

function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (part) => {
    stdout += part;
  });
  child.stderr?.on('data', (part) => {
    stderr += part;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

describe('bootstrap.js <command>', () => {
  it('installs once, then runs the command with its arguments, a clean stdout and its exit code', async (t) => {
    const root = await project(
      t,
      'const args: string[] = process.argv.slice(2); console.log(args, process.cwd()); process.exit(7);',
    );
    const first = await ended(bootstrap(root, 'hello', 'a b'));
    assert.deepEqual([first.code, first.stdout], [7, `[ 'a b' ] ${root}\n`]);
    assert.match(first.stderr, /✓ Installing the dependencies/);
    const second = await ended(bootstrap(root, 'hello'));
    assert.deepEqual([second.code, second.stderr], [7, '']);
  });

  it('hands --experimental on to every process of the command', async (t) => {
    const root = await project(t, 'console.log(process.argv.slice(2), process.env.SUMMA_EXPERIMENTAL);');
    const experimental = await ended(bootstrap(root, 'hello', 'a', '--experimental'));
    assert.equal(experimental.stdout, "[ 'a' ] 1\n");
    const without = await ended(bootstrap(root, 'hello', 'a'));
    assert.equal(without.stdout, "[ 'a' ] undefined\n");
  });

  it('installs once when two begin together', async (t) => {
    const root = await project(t, 'console.log(1);');
    const both = await Promise.all([1, 2].map(() => ended(bootstrap(root, 'hello'))));
    assert.deepEqual(
      both.map(({ code, stdout }) => [code, stdout]),
      [
        [0, '1\n'],
        [0, '1\n'],
      ],
    );
    const said = both.map(({ stderr }) => stderr).join('');
    assert.equal(said.match(/✓ Installing/g)?.length, 1, said);
    assert.match(said, /Waiting for another start in this folder/);
  });

  it('takes over from an install that was killed', async (t) => {
    const root = await project(t, 'console.log(1);');
    const locks = path.join(root, '.next', 'installing');
    await mkdir(locks, { recursive: true });
    await writeFile(path.join(locks, '7'), JSON.stringify([{ pid: process.pid, started: 'before' }]));
    assert.equal((await ended(bootstrap(root, 'hello'))).code, 0);
    assert.deepEqual(await readFile(path.join(locks, '8'), 'utf8'), '[]');
  });

  it('installs again when the lockfile changed or the folder was lost', async (t) => {
    const root = await project(t, 'console.log(1);');
    await ended(bootstrap(root, 'hello'));
    const lock = path.join(root, 'package-lock.json');
    await writeFile(lock, (await readFile(lock, 'utf8')).replace('1.0.0', '1.0.1').replace('"x"', '"x" '));
    await rm(path.join(root, 'node_modules', '.package-lock.json'), { force: true });
    assert.match((await ended(bootstrap(root, 'hello'))).stderr, /Installing/);
    await rm(path.join(root, 'node_modules'), { recursive: true });
    assert.match((await ended(bootstrap(root, 'hello'))).stderr, /Installing/);
  });

  it('says why npm failed and what to do', async (t) => {
    const root = await project(t, 'console.log(1);', { 'left-pad': '1.0.0' });
    const { code, stdout, stderr } = await ended(bootstrap(root, 'hello'));
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /npm error[\s\S]*in sync[\s\S]*npm ci failed.*run the same command again/);
  });

  it('refuses a command that does not exist', async (t) => {
    const root = await project(t, 'console.log(1);');
    const { code, stderr } = await ended(bootstrap(root, '../../x'));
    assert.equal(code, 1);
    assert.match(stderr, /no command "\.\.\/\.\.\/x"/);
  });

  it('ends when npm around it is killed, and the shell between them is not', async (t) => {
    const root = await project(
      t,
      `process.on('SIGTERM', () => process.exit(3)); setInterval(() => {}, 1000); console.log('up', process.ppid);`,
    );
    const shell = `'${process.execPath}' lib/cli/bootstrap.js hello; true`;
    const npm = `require('node:child_process').spawn(${JSON.stringify(shell)}, { shell: true, stdio: 'inherit' })`;
    const child = spawn(process.execPath, ['-e', npm], {
      cwd: root,
      env: { ...process.env, npm_lifecycle_event: 'x' },
    });
    child.stdout.once('data', () => child.kill('SIGKILL'));
    // The pipe closes when the last of them has ended.
    const { stdout } = await ended(child);
    assert.match(stdout, /^up/);
  });

  it('hands a signal on and ends with the code the command gives it', async (t) => {
    const root = await project(
      t,
      `process.on('SIGTERM', () => process.exit(3)); setInterval(() => {}, 1000); console.log('up');`,
    );
    await ended(
      bootstrap(root, 'hello').on('spawn', function (this: ChildProcess) {
        this.stdout?.once('data', () => this.kill('SIGTERM'));
      }),
    ).then(({ code }) => assert.equal(code, 3));
  });
});
