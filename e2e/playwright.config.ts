import { defineConfig } from 'playwright/test';
import { chromiumArguments } from '#lib/cli/testing/chromium-arguments.ts';

/**
 * Run by `npm test`, which starts the app and passes on SUMMA_TEST_URL, SUMMA_TEST_CHROMIUM, and the first admin as
 * SUMMA_ADMIN_EMAIL and SUMMA_ADMIN_PASSWORD.
 */
const chromium = process.env.SUMMA_TEST_CHROMIUM;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // Two cores: the app, its worker and PostgreSQL need one.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    baseURL: process.env.SUMMA_TEST_URL ?? 'http://localhost:3000',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // A missing button fails its test in seconds, not after the whole minute.
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: 'retain-on-failure',
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: chromiumArguments() },
  },
});
