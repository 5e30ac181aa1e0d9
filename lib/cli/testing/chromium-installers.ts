import { aptGet, mayAptGet } from '#lib/cli/testing/apt-get.ts';
import { attempt } from '#lib/cli/testing/attempt.ts';

/** One way to get a Chromium. */
export type Installer = {
  name: string;
  applies: () => boolean;
  /** Answers what went wrong, or null. */
  install: () => Promise<string | null>;
};

/** In this order: Playwright's needs no rights, the system's brings the libraries with it. */
export const chromiumInstallers: Installer[] = [
  {
    name: 'Playwright',
    applies: () => true,
    install: () => attempt(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], 180_000),
  },
  {
    name: 'apt-get',
    applies: mayAptGet,
    install: () => aptGet(['chromium', 'fonts-liberation']),
  },
];
