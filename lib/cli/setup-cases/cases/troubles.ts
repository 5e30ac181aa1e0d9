import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { type SetupCase, Skipped } from '#lib/cli/setup-cases/setup-case.ts';
import type { Stage } from '#lib/cli/setup-cases/stage.ts';

/** A command without any network but its own loopback. */
const offline = (command: string) => ['unshare', '--net', 'sh', '-c', `ip link set lo up && exec ${command}`];

function requireNetworkNamespaces(): void {
  try {
    execFileSync('unshare', ['--net', 'sh', '-c', 'ip link set lo up'], { stdio: 'ignore' });
  } catch {
    throw new Skipped('this machine makes no network namespaces');
  }
}

/** A start on a disk of so many megabytes; answers with its last words. */
async function onSmallDisk(stage: Stage, megabytes: number): Promise<string> {
  const disk = path.join(stage.folder, `disk-${megabytes}`);
  await mkdir(disk, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'none', disk], { stdio: 'ignore' });
  } catch {
    throw new Skipped('this machine mounts no tmpfs');
  }
  stage.after(() => void execFileSync('umount', ['--lazy', disk], { stdio: 'ignore' }));
  const clone = await stage.clone({ home: path.join(disk, 'home'), installed: true, built: true });
  const started = clone.start();
  const last = await started.endsWith(1);
  const said = started.lines.find((line) => /disk is full/i.test(line));
  if (!said) throw new Error(last);
  return said;
}

/** What a machine may lack. */
export const troubles: SetupCase[] = [
  {
    name: 'second start without a network',
    expects: 'ready',
    needsRoot: true,
    async run(stage) {
      requireNetworkNamespaces();
      const clone = await stage.first();
      const started = clone.start({ command: offline('npm start') });
      const ready = await started.until(/^Summa is ready/);
      await started.stop();
      return ready;
    },
  },
  {
    name: 'unit tests without a network',
    expects: 'all passed',
    needsRoot: true,
    async run(stage) {
      requireNetworkNamespaces();
      const clone = await stage.first();
      const tests = clone.start({ command: offline('npm test -- unit') });
      return tests.endsWith(0, 180);
    },
  },
  {
    name: 'port taken',
    expects: 'a sentence, code 1',
    async run(stage) {
      const clone = await stage.first();
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(Number(new URL(clone.url).port), '127.0.0.1', resolve));
      try {
        const said = await clone.start().endsWith(1);
        if (!/is in use.*PORT=/.test(said)) throw new Error(said);
        return said;
      } finally {
        server.close();
      }
    },
  },
  {
    name: 'two starts on one folder',
    expects: 'the second refuses',
    async run(stage) {
      const clone = await stage.first();
      const first = clone.start();
      await first.until(/^Summa is ready/);
      const other = await stage.clone({ installed: true, home: clone.home });
      const said = await other.start().endsWith(1);
      await first.stop();
      if (!/already runs on the folder/.test(said)) throw new Error(said);
      return said;
    },
  },
  {
    name: 'new code while the old version serves',
    expects: 'the old build stays whole',
    async run(stage) {
      const clone = await stage.first();
      const first = clone.start();
      await first.until(/^Summa is ready/);
      const page = await (await fetch(`${clone.url}/sign-in`)).text();
      const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0] ?? '';
      const mark = path.join(clone.folder, 'public', 'setup-case.txt');
      execFileSync('sh', ['-c', 'echo changed > "$0"', mark]);
      const home = path.join(stage.folder, 'other-home');
      const other = await stage.clone({ home });
      const second = other.start({ command: ['sh', '-c', `cd '${clone.folder}' && exec npm start`] });
      await second.served(other.url);
      const { status } = await fetch(`${clone.url}${script}`);
      await second.stop();
      await first.stop();
      execFileSync('rm', [mark]);
      if (status !== 200) throw new Error(`${script} is ${status}`);
      return 'the script of the open page is still served';
    },
  },
  {
    name: 'disk full at initdb',
    expects: 'a sentence, code 1',
    needsRoot: true,
    run: (stage) => onSmallDisk(stage, 24),
  },
  {
    name: 'disk full while loading',
    expects: 'a sentence, code 1',
    needsRoot: true,
    run: (stage) => onSmallDisk(stage, 160),
  },
];
