import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Each build stands in a folder of its own, so that a newer one never changes files under a server that runs. */
export const builds = path.join('.next', 'builds');

const inputs = [
  'app',
  'components',
  'i18n',
  'lib',
  'messages',
  'queries',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** The folder of the build that belongs to the files as they are now, whether it is there or not. */
export function buildFolder(): string {
  return path.join(builds, inputHash().slice(0, 16));
}

/** Builds the app into `folder` unless that was done before. */
export async function buildApp(folder: string = buildFolder()): Promise<void> {
  if (existsSync(folder)) return;
  // Made aside and renamed: a killed build leaves nothing that looks whole, and of two at once the first one counts.
  const draft = `${folder}.${process.pid}`;
  const settings = `${draft}.json`;
  const routeTypes = await readFile('next-env.d.ts').catch(() => undefined);
  try {
    await mkdir(builds, { recursive: true });
    // Next writes the folder's name into the settings of the compiler it is given.
    await writeFile(settings, JSON.stringify({ extends: '../../tsconfig.json' }));
    const { code, output } = await nextCommand(['build'], { SUMMA_BUILD: draft, SUMMA_BUILD_TSCONFIG: settings });
    if (code !== 0) {
      const end = output.trim().split('\n').slice(-40).join('\n');
      throw new Error(`The app could not be built; next build says:\n${end}`);
    }
    await rename(draft, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(settings, { force: true });
    if (routeTypes) await writeFile('next-env.d.ts', routeTypes);
    else await rm('next-env.d.ts', { force: true });
  }
}

/** Runs a command of Next and collects what it prints. */
export function nextCommand(
  args: string[],
  variables: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join('node_modules', 'next', 'dist', 'bin', 'next'), ...args], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', ...variables },
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
function inputHash(): string {
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
