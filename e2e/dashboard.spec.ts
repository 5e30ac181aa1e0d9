import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from 'playwright/test';
import { admin, signIn } from './people.ts';

const sales = '/dashboards/shop-sales';

/** Waits until every tile has its own answer. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('[data-tile]').first()).toBeVisible();
  await expect(page.locator('[data-tile][aria-busy=true]')).toHaveCount(0);
}

const tile = (page: Page, title: string) =>
  page.locator('[data-tile]', { has: page.getByRole('heading', { name: title, exact: true }) });

test.describe('a dashboard', () => {
  test.beforeEach(async ({ page }) => signIn(page, admin, sales));

  test('draws every tile, and breaks no rule of accessibility in either theme at either width', async ({ page }) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const viewport of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        await page.goto(sales);
        await settled(page);
        await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
        await expect(page.locator('svg.recharts-surface').first()).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
          0,
        );
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((violation) => violation.id)).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
  });

  test('answers a changed filter with one action, and goes back without one', async ({ page }) => {
    await settled(page);
    const before = await tile(page, 'Orders').textContent();
    let actions = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST') actions += 1;
    });
    await page
      .getByRole('group', { name: 'Filters' })
      .getByRole('button', { name: /^Country/ })
      .click();
    await page.getByRole('checkbox', { name: /^Japan/ }).check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page).toHaveURL(`${sales}?country=Japan`);
    await settled(page);
    const japan = await tile(page, 'Orders').textContent();
    expect(japan).not.toBe(before);
    expect(actions).toBe(1);

    await page.goBack();
    await expect(page).toHaveURL(sales);
    await settled(page);
    expect(await tile(page, 'Orders').textContent()).toBe(before);
    expect(actions).toBe(1);

    await page.goForward();
    await page.reload();
    await settled(page);
    expect(await tile(page, 'Orders').textContent()).toBe(japan);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect(page).toHaveURL(sales);
  });

  test('shows the exact days of a range, and takes any two', async ({ page }) => {
    await settled(page);
    const period = page.getByRole('button', { name: /^Period/ });
    await expect(period).toContainText(/[A-Z][a-z]{2} \d+.* – .*\d{4}/);
    await period.click();
    await page.getByRole('button', { name: /^Last 7 days(?!, until now)/ }).click();
    await expect(page).toHaveURL(`${sales}?period=last-7-days`);
    await settled(page);
    await period.click();
    const day = await page.getByLabel('To, included').inputValue();
    await page.getByLabel('From', { exact: true }).fill(day);
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page).toHaveURL(`${sales}?period=${day}..${day}`);
    await settled(page);
  });

  test('pins its epoch in a link, and finds the way back', async ({ page }) => {
    await settled(page);
    const chip = await page.getByText(/^Epoch \d+$/).textContent();
    const epoch = (chip ?? '').replace('Epoch ', '');
    await page.goto(`${sales}?epoch=${epoch}`);
    await settled(page);
    await expect(page.getByText(`Epoch ${epoch}, pinned`)).toBeVisible();
    await page.getByRole('button', { name: /^(Unpin|Back to latest)/ }).click();
    await expect(page).toHaveURL(sales);
  });

  test('shows a chart as a table, its SQL, and downloads its rows', async ({ page }) => {
    await settled(page);
    const menu = page.getByRole('button', { name: 'Menu of Revenue by country' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'View as table' }).click();
    const table = tile(page, 'Revenue by country').getByRole('table');
    await expect(table.getByRole('columnheader')).toHaveCount(2);
    const rows = (await table.getByRole('row').count()) - 1;

    await menu.click();
    await page.getByRole('menuitem', { name: 'SQL and source' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('select');
    await expect(dialog).toContainText('daily_sales');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);

    await menu.click();
    const link = await page.getByRole('menuitem', { name: 'Download CSV' }).getAttribute('href');
    const answer = await page.request.get(link ?? '');
    expect(answer.status()).toBe(200);
    expect((await answer.text()).trim().split(/\r?\n/).length - 1).toBe(rows);
  });

  test('sends less than 300 kB of scripts', async ({ context }) => {
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(sales);
    await settled(page);
    await expect(page.locator('svg.recharts-surface').first()).toBeVisible();
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThan(300_000);
  });

  test('keeps the chosen theme from the first byte', async ({ page }) => {
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    const html = await (await page.request.get(sales)).text();
    expect(html).toContain('data-theme="dark"');
  });
});
