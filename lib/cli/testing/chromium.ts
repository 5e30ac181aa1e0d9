import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { chromiumArguments } from '#lib/cli/testing/chromium-arguments.ts';
import { chromiumInstallers, type Installer } from '#lib/cli/testing/chromium-installers.ts';

/** Where to look, how to try, how to install; tests bring their own. */
export type ChromiumSearch = {
  places: () => string[];
  starts: (file: string) => Promise<boolean>;
  installers: Installer[];
};

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const usualNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Playwright's own, then what PATH has, then the usual places. */
export function chromiumPlaces(
  own: string = chromium.executablePath(),
  PATH: string = process.env.PATH ?? '',
): string[] {
  const folders = PATH.split(path.delimiter).filter(path.isAbsolute);
  const named = folders.flatMap((folder) => usualNames.map((name) => path.join(folder, name)));
  return [...new Set([own, ...named, ...usualPlaces])].filter((file) => existsSync(file));
}

/**
 * The path of a Chromium that starts: Playwright's own, one of the machine's, or one installed for this. A file that is
 * there may still lack a system library, so each is started before it is believed.
 */
export async function findChromium(
  say: (line: string) => void,
  search: ChromiumSearch = { places: chromiumPlaces, starts, installers: chromiumInstallers },
): Promise<string> {
  const look = async () => {
    for (const file of search.places()) if (await search.starts(file)) return file;
    return undefined;
  };
  const found = await look();
  if (found) return found;
  const failures: string[] = [];
  for (const { name, applies, install } of search.installers) {
    if (!applies()) continue;
    say(`No Chromium starts on this machine; installing one by ${name}`);
    const failure = await install();
    if (failure) failures.push(`${name}: ${failure}`);
    const installed = await look();
    if (installed) return installed;
  }
  const why = failures.length > 0 ? ` (${failures.join('; ')})` : '';
  throw new Error(
    `The browser tests need a Chromium. None starts on this machine, and none could be installed${why}. Install one (npx playwright install --with-deps chromium, or your system's chromium package) and run npm test again.`,
  );
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
