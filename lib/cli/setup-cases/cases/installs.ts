import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type SetupCase, Skipped } from '#lib/cli/setup-cases/setup-case.ts';
import type { Stage } from '#lib/cli/setup-cases/stage.ts';

async function prepared(stage: Stage, env: Record<string, string>): Promise<string> {
  const clone = await stage.clone();
  const started = clone.start({ env });
  await started.until(/^✓ Preparing the tables/);
  const line = started.lines.find((each) => /^✓ Installing/.test(each)) ?? 'it installed nothing';
  await started.stop();
  return line;
}

/** Only these have been seen to start; the packages are the nearest thing to another machine's Node. */
function onNode(version: string): SetupCase {
  return {
    name: `on Node ${version}`,
    expects: 'installed, and its tables there',
    async run(stage) {
      const folder = path.join(stage.folder, `node-${version}`);
      await mkdir(folder, { recursive: true });
      const name = `node-${process.platform}-${process.arch}@${version}`;
      try {
        const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, '--cache', stage.cache];
        execFileSync('npm', ['install', ...options, name], { stdio: 'ignore', cwd: folder });
      } catch {
        throw new Skipped(`npm has no ${name} for this machine`);
      }
      const bin = path.join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
      if (!readdirSync(bin).includes('node')) throw new Skipped(`${name} holds no program`);
      const PATH = `${bin}${path.delimiter}${stage.path}`;
      const found = execFileSync('node', ['--version'], { env: { ...process.env, PATH }, encoding: 'utf8' }).trim();
      if (!found.startsWith(`v${version}.`)) throw new Error(`found Node ${found}`);
      return `${found}: ${await prepared(stage, { PATH })}`;
    },
  };
}

/** How the dependencies get there. */
export const installs: SetupCase[] = [
  {
    name: 'npm configured to ignore scripts',
    expects: 'installed, and its tables there',
    run: (stage) => prepared(stage, { npm_config_ignore_scripts: 'true' }),
  },
  {
    name: 'npm killed during the install',
    expects: 'the next start installs afresh',
    async run(stage) {
      const clone = await stage.clone();
      const first = clone.start();
      await delay(1_000 + Math.random() * 4_000);
      await first.kill('install');
      const said = await first.endsWith(1);
      if (!/ended by SIGKILL/.test(said)) throw new Error(said);
      const second = clone.start();
      await second.until(/^✓ Installing/);
      await second.until(/^✓ Preparing the tables/);
      await second.stop();
      return said;
    },
  },
  {
    name: 'installer killed during the install',
    expects: 'the next start waits for npm, or installs afresh',
    async run(stage) {
      const clone = await stage.clone();
      const first = clone.start();
      await first.until(/^… Installing/);
      await delay(1_000 + Math.random() * 3_000);
      await first.kill('bootstrap');
      const second = clone.start();
      await second.until(/^✓ Preparing the tables/);
      await second.stop();
      return second.lines.find((each) => /Waiting for another|^✓ Installing/.test(each)) ?? 'it had been installed';
    },
  },
  {
    name: 'two first installs at once',
    expects: 'one runs, the other waits and then refuses',
    async run(stage) {
      const clone = await stage.clone();
      const both = [clone.start(), clone.start()];
      const refusal = await Promise.race(both.map(async (each) => ((await each.ended) === 1 ? each : undefined)));
      if (!refusal) throw new Error('the one that ended first did not end with code 1');
      const other = both.find((each) => each !== refusal);
      await other?.until(/^✓ Preparing the tables/);
      await other?.stop();
      const lines = both.flatMap((each) => each.lines);
      const installs = lines.filter((line) => /^✓ Installing/.test(line)).length;
      if (installs !== 1) throw new Error(`${installs} installs`);
      return refusal.lines.at(-1) ?? '';
    },
  },
  onNode('20'),
  onNode('22'),
  onNode('24'),
];
