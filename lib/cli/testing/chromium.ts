import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { chromiumArguments } from '#lib/cli/testing/chromium-arguments.ts';
import { runCommand } from '#lib/cli/testing/run-command.ts';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of a Chromium that starts: Playwright's own, one of the machine's, or one installed for this. A file that is
 * there may still lack a system library, so each is started before it is believed.
 */
export async function findChromium(say: (line: string) => void): Promise<string> {
  const found = await firstThatStarts();
  if (found) return found;
  say('No Chromium starts on this machine; installing one by Playwright');
  await runCommand(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], {
    timeout: 180_000,
    quiet: true,
  });
  const downloaded = await firstThatStarts();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Playwright could not; installing it by apt-get');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-qq'], { env, timeout: 300_000, quiet: true });
    const packages = ['chromium', 'fonts-liberation'];
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      timeout: 600_000,
      quiet: true,
    });
    const installed = await firstThatStarts();
    if (installed) return installed;
  }
  throw new Error(
    "The browser tests need a Chromium and none starts on this machine. Install one (npx playwright install --with-deps chromium, or your system's chromium package) and run npm test again.",
  );
}

async function firstThatStarts(): Promise<string | undefined> {
  for (const file of [chromium.executablePath(), ...usualPlaces]) {
    if (existsSync(file) && (await starts(file))) return file;
  }
  return undefined;
}

async function starts(executablePath: string): Promise<boolean> {
  try {
    const browser = await chromium.launch({ executablePath, args: chromiumArguments(), timeout: 30_000 });
    try {
      const page = await browser.newPage();
      await page.setContent('<p>ready</p>');
      return (await page.textContent('p')) === 'ready';
    } finally {
      await browser.close();
    }
  } catch {
    // Its reason does not matter: the next candidate is tried, and in the end a sentence says that none starts.
    return false;
  }
}
