// The first thing every npm script runs: plain JavaScript for any Node from 20 on, with nothing installed.
// It installs the locked dependencies when they are missing or old, then runs the command under the project's own Node.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeInstallLock } from './install-lock.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const stamp = path.join(root, 'node_modules', '.summa-installed');
const parent = process.ppid;
const npm = npmAround();

/** Everything here goes to stderr: the output of `summa` commands must stay clean. */
const say = (line) => process.stderr.write(`${line}\n`);

function fail(sentence) {
  say(sentence);
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** Whether node_modules holds what the lockfile says. npm removes the stamp together with the folder it stands in. */
function installed() {
  try {
    if (readFileSync(stamp, 'utf8') === lockHash()) return true;
  } catch {
    // Never installed by this file.
  }
  return matchesLock();
}

/** Whether an `npm install` by hand left the locked versions behind; packages too many do no harm. */
function matchesLock() {
  const versions = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  try {
    const locked = versions(path.join(root, 'package-lock.json'));
    const found = versions(path.join(root, 'node_modules', '.package-lock.json'));
    const same = Object.entries(locked).every(
      ([name, entry]) =>
        name === '' || (found[name] ? found[name].version === entry.version : Boolean(entry.optional || entry.peer)),
    );
    if (same) writeFileSync(stamp, lockHash());
    return same;
  } catch {
    return false;
  }
}

async function install() {
  const lock = await takeInstallLock(path.join(root, '.next', 'installing'), (pid) =>
    say(`… Waiting for another start in this folder, which installs the dependencies (process ${pid})`),
  );
  try {
    // Whoever had the lock before may have done it.
    if (!installed()) await installNow(lock);
  } finally {
    lock.release();
  }
}

async function installNow(lock) {
  const packages = Object.keys(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages).length;
  say(`… Installing the dependencies (about ${packages} packages, once)`);
  const began = Date.now();
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1);
  const progress = setInterval(() => say(`… Installing the dependencies (${seconds()} s)`), 10_000);
  const { code, signal, output, error } = await npmCi(lock);
  clearInterval(progress);
  if (error)
    fail(`npm could not be run (${error.message}). Install Node.js with npm, then run the same command again.`);
  if (signal) fail(`npm ci was ended by ${signal}. Run the same command again; it begins afresh.`);
  if (code !== 0) {
    const errors = output.split('\n').filter((line) => /^npm error +\S/.test(line));
    say((errors.length > 0 ? errors.slice(0, 12) : output.trim().split('\n').slice(-12)).join('\n'));
    fail(
      `npm ci failed (above: what it said). Check that this machine reaches an npm registry and has free disk space, then run the same command again; it begins afresh.`,
    );
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lockHash());
  say(`✓ Installing the dependencies (${seconds()} s)`);
}

function npmCi(lock) {
  // Without scripts: no package needs one to work, and none gets to run code while it is installed. Development packages
  // too, whatever NODE_ENV says: the app is built here.
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--include=dev', '--include=optional'];
  const cli = process.env.npm_execpath;
  const viaNode = cli !== undefined && /npm-cli\.c?js$/.test(cli);
  return new Promise((resolve) => {
    const child = spawn(viaNode ? process.execPath : 'npm', viaNode ? [cli, ...args] : args, {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'development' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !viaNode && process.platform === 'win32',
    });
    if (child.pid) lock.share(child.pid);
    // A stopped install is not worth finishing: the next one begins afresh.
    endWith(child, () => process.exit(130));
    let output = '';
    const keep = (part) => {
      output += part;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ error }));
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
}

/** The Node that was installed with the dependencies, or this one when it is new enough. */
function projectNode() {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const folder = path.dirname(
      createRequire(path.join(root, 'package.json')).resolve(`node-${platform}/package.json`),
    );
    const node = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(node)) return node;
  } catch {
    // No such package for this platform.
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `Summa runs on Node 24, found ${process.version}, and npm has no Node 24 for ${platform}. Install Node 24 from nodejs.org and run the same command again.`,
  );
}

function commandFile(command) {
  for (const file of [`${command}.ts`, path.join(command, `${command}.ts`)]) {
    const full = path.join(root, 'lib', 'cli', file);
    if (/^[a-z-]+$/.test(command) && existsSync(full)) return full;
  }
  return fail(`Summa has no command "${command}". Expected one of those that "npm run" lists.`);
}

/** Hands on what is to end this process, then does `also`. */
function endWith(child, also = () => {}) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      child.kill(signal);
      also();
    });
  }
  // npm hands a SIGTERM to the shell between it and this process, and the shell dies without passing it on. When npm is
  // killed, the shell stays.
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || isThere(npm))) return;
    child.kill('SIGTERM');
    also();
  }, 250);
  watch.unref();
  child.once('exit', () => clearInterval(watch));
}

/** The npm on the other side of the shell that it runs this file in, when there is such a shell. */
function npmAround() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined;
  try {
    if (process.platform === 'linux') {
      const above = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'))?.[1];
      return readFileSync(`/proc/${parent}/cmdline`, 'utf8').includes('bootstrap.js') ? Number(above) : undefined;
    }
    const shell = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(parent)], { encoding: 'utf8' });
    return shell.includes('bootstrap.js') ? Number.parseInt(shell, 10) : undefined;
  } catch {
    // It does not tell: what is left is to see the parent itself end.
    return undefined;
  }
}

function isThere(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs the command and ends as it ends. */
function run(node, file, args) {
  const child = spawn(node, [file, ...args], {
    cwd: root,
    // The channel tells the command when this process is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    },
  });
  endWith(child);
  child.on('error', (error) => fail(`The command could not be run with ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Summa needs Node 20 or newer to install itself, found ${process.version}. Install Node 24 from nodejs.org.`);
}
process.chdir(root);
if (!installed()) await install();
const [command = '', ...given] = process.argv.slice(2);
// Every process of the command is to know it, so it goes on as a variable.
const args = given.filter((arg) => arg !== '--experimental');
if (args.length < given.length) process.env.SUMMA_EXPERIMENTAL = '1';
run(projectNode(), commandFile(command), args);
