import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SetupCase } from '#lib/cli/setup-cases/setup-case.ts';
import type { Clone, Stage } from '#lib/cli/setup-cases/stage.ts';

async function servedFrom(clone: Clone, options: Parameters<Clone['start']>[0] = {}): Promise<string> {
  const started = clone.start(options);
  await started.served(clone.url);
  const line = await started.until(/^✓ Preparing the tables/);
  const notice = started.lines.find((each) => /keeps its data in/.test(each));
  await started.stop();
  return notice ?? line;
}

async function closedFolder(stage: Stage): Promise<string> {
  const folder = path.join(stage.folder, 'closed');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Who starts Summa, and where. */
export const places: SetupCase[] = [
  {
    name: 'fresh clone, to the end',
    expects: 'ready, with the demo',
    async run(stage) {
      const clone = await stage.first();
      const started = clone.start();
      const ready = await started.until(/^Summa is ready/);
      const { status } = await fetch(`${clone.url}/api/health`);
      if (status !== 200) throw new Error(`health is ${status}`);
      await started.stop();
      return `second start: ${ready}`;
    },
  },
  {
    name: 'root, clone below a closed folder',
    expects: 'served',
    needsRoot: true,
    async run(stage) {
      const at = path.join(await closedFolder(stage), 'one');
      return servedFrom(await stage.clone({ at, installed: true, built: true }));
    },
  },
  {
    name: 'root, closed folder, no user namespaces',
    expects: 'served, and again after a stop',
    needsRoot: true,
    async run(stage) {
      const at = path.join(await closedFolder(stage), 'two');
      const clone = await stage.clone({ at, installed: true, built: true });
      const bin = path.join(stage.folder, 'no-unshare');
      await mkdir(bin, { recursive: true });
      await writeFile(path.join(bin, 'unshare'), '#!/bin/sh\nexit 1\n');
      await chmod(path.join(bin, 'unshare'), 0o755);
      const env = { PATH: `${bin}${path.delimiter}${stage.path}` };
      await servedFrom(clone, { env });
      return servedFrom(clone, { env });
    },
  },
  {
    name: 'ordinary user, closed home, space in the path',
    expects: 'installed and served',
    needsRoot: true,
    async run(stage) {
      const name = `summa-setup-${process.pid}`;
      const home = path.join(stage.folder, 'home of a user');
      execFileSync('useradd', ['--create-home', '--home-dir', home, '--shell', '/bin/sh', name], { stdio: 'ignore' });
      stage.after(() => void execFileSync('userdel', [name], { stdio: 'ignore' }));
      await chmod(home, 0o700);
      const clone = await stage.clone({ at: path.join(home, 'my clone'), built: true });
      const cache = path.join(home, 'npm-cache');
      await cp(stage.cache, cache, { recursive: true }).catch(() => {});
      execFileSync('chown', ['-R', `${name}:`, home]);
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
      const user = { uid: id('-u'), gid: id('-g') };
      return servedFrom(clone, { user, env: { HOME: home, USER: name, npm_config_cache: cache } });
    },
  },
];
