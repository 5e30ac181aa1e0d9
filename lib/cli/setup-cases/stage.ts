import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcesses } from '#lib/cli/setup-cases/processes.ts';
import { type Started, type StartOptions, startCommand } from '#lib/cli/setup-cases/started.ts';
import { freePort } from '#lib/server/port.ts';

/** A clone of the last commit with a home and a port of its own. */
export type Clone = {
  folder: string;
  home: string;
  url: string;
  /** Gives a command in it; `npm start` when none is named. */
  start(options?: Partial<Pick<StartOptions, 'env' | 'user' | 'command'>>): Started;
};

/** Where cases play: a temporary folder with a shared npm cache, emptied at the end. */
export type Stage = {
  folder: string;
  cache: string;
  /** PATH as a person's shell has it. */
  path: string;
  /** Makes a clone. `installed`: with the dependencies of the first one; `built`: with its build. */
  clone(options?: { at?: string; home?: string; installed?: boolean; built?: boolean }): Promise<Clone>;
  /** The clone that is installed, built and loaded. It is stopped; a case that starts it stops it again. */
  first(): Promise<Clone>;
  /** Something to undo when the case has ended. */
  after(undo: () => Promise<void> | void): void;
  /** Ends what runs and undoes what was done. */
  clear(): Promise<void>;
  remove(): Promise<void>;
};

export async function makeStage(say: (line: string) => void): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-setup-'));
  // A server's user passes through.
  await chmod(folder, 0o711);
  const cache = path.join(folder, 'npm-cache');
  const undos: (() => Promise<void> | void)[] = [];
  let number = 0;
  let first: Promise<Clone> | undefined;
  let removed = false;
  const requireStage = () => {
    if (removed) throw new Error('The cases were interrupted.');
  };

  const variables = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_|SUMMA_|WAREHOUSE_|CONTROL_URL|NODE_ENV$|NODE_OPTIONS|PORT$|HOST$|APP_URL$|INIT_CWD)/.test(name),
  );
  // bootstrap.js puts this project's own programs first; a person's shell does not.
  const PATH = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((each) => !each.includes('node_modules'))
    .join(path.delimiter);

  const stage: Stage = {
    folder,
    cache,
    path: PATH,
    async clone({ at, home, installed = false, built = false } = {}) {
      requireStage();
      number += 1;
      const place = at ?? path.join(folder, `clone-${number}`);
      const port = await freePort();
      execFileSync('git', ['clone', '--quiet', process.cwd(), place], { stdio: 'ignore' });
      if (installed) {
        const { folder: source } = await stage.first();
        execFileSync('cp', ['-al', path.join(source, 'node_modules'), path.join(place, 'node_modules')]);
      }
      if (built) {
        const { folder: source } = await stage.first();
        const options = { recursive: true, verbatimSymlinks: true };
        await cp(path.join(source, '.next', 'builds'), path.join(place, '.next', 'builds'), options);
      }
      const url = `http://127.0.0.1:${port}`;
      const own = home ?? path.join(place, '.summa');
      const env = {
        ...Object.fromEntries(variables),
        PATH,
        PORT: String(port),
        APP_URL: url,
        npm_config_cache: cache,
        npm_config_update_notifier: 'false',
        SUMMA_SETUP_CASE: folder,
        ...(home ? { SUMMA_HOME: home } : {}),
      };
      // A server in a closed home may live elsewhere.
      undos.push(async () => {
        const elsewhere = await readFile(path.join(own, 'postgres-folder'), 'utf8').catch(() => '');
        if (elsewhere) await rm(elsewhere.trim(), { recursive: true, force: true });
      });
      return {
        folder: place,
        home: own,
        url,
        start({ env: more, ...options } = {}) {
          requireStage();
          return startCommand({ folder: place, say, ...options, env: { ...env, ...more } });
        },
      };
    },
    first() {
      first ??= (async () => {
        const clone = await stage.clone();
        const started = clone.start();
        await started.until(/^Summa is ready/, 400);
        await started.stop();
        return clone;
      })();
      return first;
    },
    after: (undo) => void undos.push(undo),
    async clear() {
      await endProcesses(folder);
      for (const undo of undos.splice(0).reverse()) await undo();
    },
    async remove() {
      removed = true;
      await stage.clear();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return stage;
}
