import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const stamp = path.join('.next', 'summa-build');
const inputs = [
  'app',
  'components',
  'lib',
  'queries',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Builds the app unless the last build was made from the same files. Answers whether it built. */
export async function buildApp(): Promise<boolean> {
  const hash = inputHash();
  if (existsSync(stamp) && existsSync(path.join('.next', 'BUILD_ID')) && readFileSync(stamp, 'utf8') === hash) {
    return false;
  }
  rmSync(stamp, { force: true });
  const { code, output } = await nextCommand(['build']);
  if (code !== 0) {
    throw new Error(`The app could not be built; next build says:\n${output.trim().split('\n').slice(-40).join('\n')}`);
  }
  writeFileSync(stamp, hash);
  return true;
}

/** Runs a command of Next and collects what it prints. */
export function nextCommand(args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join('node_modules', 'next', 'dist', 'bin', 'next'), ...args], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    const keep = (part: Buffer) => {
      output += part;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', end);
      resolve({ code, output });
    });
  });
}

/** A hash over the names and contents of everything a build reads; tests are not read. */
export function inputHash(): string {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesBelow)) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(input: string): string[] {
  if (!existsSync(input)) return [];
  if (path.extname(input)) return [input];
  return readdirSync(input, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
