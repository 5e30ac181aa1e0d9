import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark } from '#lib/cli/bench/benchmark.ts';
import { firstDashboard } from '#lib/cli/bench/first-dashboard.ts';
import { memoryBelow } from '#lib/cli/bench/memory.ts';
import { npmStart } from '#lib/cli/bench/npm-start.ts';
import type { Figure } from '#lib/cli/bench/table.ts';
import { openHome } from '#lib/server/embedded-postgres.ts';
import { freePort } from '#lib/server/port.ts';

/**
 * What a newcomer waits for, on a clone of the last commit. `--fresh-cache` also downloads every package anew.
 */
export const benchmark: Benchmark = {
  title: 'From a fresh clone',
  async run({ options, say }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'summa-bench-'));
    await openHome(folder);
    const clone = path.join(folder, 'clone');
    const port = String(await freePort());
    const admin = { email: 'admin@example.com', password: randomBytes(18).toString('base64url') };
    const env = {
      PORT: port,
      APP_URL: `http://127.0.0.1:${port}`,
      SUMMA_ADMIN_EMAIL: admin.email,
      SUMMA_ADMIN_PASSWORD: admin.password,
      ...(options.includes('--fresh-cache') ? { npm_config_cache: path.join(folder, 'npm-cache') } : {}),
    };
    try {
      execFileSync('git', ['clone', '--quiet', process.cwd(), clone], { stdio: 'inherit' });
      const first = await npmStart(clone, env, say);
      const began = Date.now();
      const dashboard = await firstDashboard(`http://127.0.0.1:${port}`, admin, say);
      const opened = (Date.now() - began) / 1000;
      await first.stop();

      const second = await npmStart(clone, env, say);
      await delay(15_000);
      const memory = memoryBelow(second.pid);
      const megabytes = (wanted: (command: string) => boolean) =>
        memory.filter(({ command }) => wanted(command)).reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
      await second.stop();

      const figures: Figure[] = first.steps.map(({ name, seconds }) => ({
        what: `  ${name}`,
        value: seconds,
        unit: 's',
      }));
      return [
        { what: 'fresh clone until ready', value: first.seconds, unit: 's', aim: 120 },
        ...figures,
        { what: 'sign in and see the first dashboard', value: opened, unit: 's', aim: 10 },
        { what: 'second start until ready', value: second.seconds, unit: 's', aim: 6 },
        { what: 'memory at rest', value: megabytes(() => true), unit: 'MB', aim: 400 },
        { what: '  PostgreSQL', value: megabytes((command) => command.includes('postgres')), unit: 'MB' },
        { what: '  web', value: megabytes((command) => command.includes('web.ts')), unit: 'MB' },
        { what: '  worker', value: megabytes((command) => command.includes('worker.ts')), unit: 'MB' },
        { what: '  supervisor', value: megabytes((command) => command.includes('start.ts')), unit: 'MB' },
        { what: '  npm', value: megabytes((command) => /^npm |bootstrap\.js/.test(command)), unit: 'MB' },
        {
          what: 'scripts of a dashboard until its charts are drawn, gzip',
          value: dashboard.scriptBytes / 1000,
          unit: 'kB',
          aim: 300,
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
