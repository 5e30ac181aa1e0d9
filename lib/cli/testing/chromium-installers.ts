import { existsSync } from 'node:fs';
import { runCommand } from '#lib/cli/testing/run-command.ts';

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
    applies: () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
    install: async () => {
      const packages = ['chromium', 'fonts-liberation'];
      return (
        (await attempt('apt-get', ['update', '-qq'], 300_000)) ??
        (await attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], 600_000))
      );
    },
  },
];

async function attempt(program: string, args: string[], timeout: number): Promise<string | null> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    const { code, output } = await runCommand(program, args, { env, timeout, quiet: true });
    if (code === 0) return null;
    const lines = output.split('\n').map((line) => line.trim());
    return lines.findLast((line) => /error|failed|unable/i.test(line)) ?? lines.findLast(Boolean) ?? 'it took too long';
  } catch (error) {
    return (error as Error).message;
  }
}
