import { chromium } from 'playwright';
import { findChromium } from '#lib/cli/testing/chromium.ts';
import { chromiumArguments } from '#lib/cli/testing/chromium-arguments.ts';

/** Signs in and opens the first dashboard of the home page, then once more with an empty cache to weigh its scripts. */
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
    let scriptBytes = 0;
    const weighing: Promise<void>[] = [];
    cold.on('requestfinished', (request) => {
      if (request.resourceType() !== 'script') return;
      const weigh = async () => {
        scriptBytes += (await request.sizes()).responseBodySize;
      };
      weighing.push(weigh());
    });
    await cold.goto(`${url}${href}`);
    await cold.waitForLoadState('networkidle');
    await Promise.all(weighing);
    return { scriptBytes };
  } finally {
    await browser.close();
  }
}
