import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium } from '#lib/cli/testing/chromium.ts';
import type { Counts } from '#lib/cli/testing/counts.ts';
import { runCommand } from '#lib/cli/testing/run-command.ts';
import { startApp } from '#lib/cli/testing/start-app.ts';

type Report = { stats: { expected: number; unexpected: number; flaky: number; skipped: number }; errors: unknown[] };

/** Starts the real app on an empty home, then runs e2e/ in a real browser. `args` go to Playwright. */
export async function browserSuite(args: string[] = []): Promise<Counts> {
  const say = (line: string) => console.log(line);
  const chromium = await findChromium(say);
  const app = await startApp(say);
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-browser-'));
  const reportFile = path.join(folder, 'report.json');
  try {
    const { code } = await runCommand(
      process.execPath,
      ['node_modules/playwright/cli.js', 'test', '--config=e2e/playwright.config.ts', ...args],
      {
        env: {
          ...process.env,
          PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile,
          SUMMA_TEST_CHROMIUM: chromium,
          SUMMA_TEST_URL: app.url,
          SUMMA_TEST_PID: String(app.pid),
          SUMMA_ADMIN_EMAIL: app.admin.email,
          SUMMA_ADMIN_PASSWORD: app.admin.password,
          SUMMA_HOME: app.home,
        },
      },
    );
    if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
    const { stats, errors } = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
    const failed = stats.unexpected + errors.length;
    // A test that passes only when repeated has failed once; it is not called passed.
    const counts = { passed: stats.expected, failed: failed + stats.flaky, skipped: stats.skipped };
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
