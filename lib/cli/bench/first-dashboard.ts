import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { findChromium } from '#lib/cli/testing/chromium.ts';
import { chromiumArguments } from '#lib/cli/testing/chromium-arguments.ts';

/**
 * Signs in and opens the first dashboard of the home page, then once more with an empty cache to weigh every script that
 * is fetched until its charts are drawn.
 */
export async function firstDashboard(
  url: string,
  admin: { email: string; password: string },
  say: (line: string) => void,
): Promise<{ scriptBytes: number }> {
  const executablePath = await findChromium(say);
  const browser = await chromium.launch({ executablePath, args: chromiumArguments() });
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('Email').fill(admin.email);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const link = page.locator('a[href^="/dashboards/"]').first();
    const href = await link.getAttribute('href');
    await link.click();
    await page.waitForURL('**/dashboards/**');
    await page.waitForLoadState('networkidle');

    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const cold = await context.newPage();
    const sizes: Promise<number>[] = [];
    cold.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await cold.goto(`${url}${href}`);
    // Charts come in scripts of their own, which are fetched when the first rows are there.
    await cold.locator('svg.recharts-surface').first().waitFor();
    await cold.waitForLoadState('networkidle');
    const scriptBytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    return { scriptBytes };
  } finally {
    await browser.close();
  }
}
