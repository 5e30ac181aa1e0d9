import pg from 'pg';
import { expect, type Page, test } from 'playwright/test';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import { addPerson, signIn } from './people.ts';

/** What a reader sees on a tile, as text. */
const tile = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) });

async function raw(text: string): Promise<string[][]> {
  const { environment } = await environmentWithServer();
  const client = new pg.Client({ connectionString: environment.warehouseUrl });
  await client.connect();
  try {
    return (await client.query<string[]>({ text, rowMode: 'array' })).rows as unknown as string[][];
  } finally {
    await client.end();
  }
}

const count = (number: string | undefined) => Number(number).toLocaleString('en-US');
const fixed = (number: string | undefined, digits: number) => Number(number).toFixed(digits);

test.describe('numbers on the screen', () => {
  test('are those of the raw rows, for an analyst who filters', async ({ page }) => {
    await signIn(
      page,
      await addPerson('analyst'),
      '/dashboards/us-flights?period=2001-02-05..2001-04-30&origin=ATL,SEA',
    );
    const where = `where origin in ('ATL', 'SEA') and departed_at >= '2001-02-05' and departed_at < '2001-05-01'`;
    const [[flights, delay, late, served] = []] = await raw(
      `select count(*)::text, avg(delay)::text, (100 * avg((delay >= 15)::int))::text, count(distinct destination)::text
         from flights.flights ${where}`,
    );
    await expect(tile(page, 'Flights')).toContainText(count(flights));
    await expect(tile(page, 'Average delay')).toContainText(`${fixed(delay, 1)} minutes`);
    await expect(tile(page, 'Late flights')).toContainText(`${fixed(late, 1)}%`);
    await expect(tile(page, 'Destinations served')).toContainText(count(served));

    const origins = await raw(
      `select origin, count(*)::text, avg(delay)::text, max(delay)::text, count(distinct destination)::text
         from flights.flights ${where} group by 1 order by 2::int desc`,
    );
    const rows = tile(page, 'Origins').locator('tbody tr');
    await expect(rows).toHaveCount(origins.length);
    for (const [index, [origin, number, average, worst, destinations]] of origins.entries()) {
      await expect(rows.nth(index)).toContainText(
        new RegExp(
          `${origin}\\s*${count(number)}\\s*${fixed(average, 1)} minutes.*%\\s*${count(worst)} minutes\\s*${destinations}`,
        ),
      );
    }
  });

  test('of the synthetic shop are those of its orders', async ({ page }) => {
    // Long past: no late row arrives there any more.
    const [from, to, end] = [200, 140, 139].map((days) =>
      new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
    );
    await signIn(page, await addPerson('scientist'), `/dashboards/shop-sales?period=${from}..${to}&country=Japan`);
    const where = `where country = 'Japan' and ordered_at >= '${from} 00:00 America/New_York' and ordered_at < '${end} 00:00 America/New_York'`;
    const [[orders, , value, buyers] = []] = await raw(
      `select count(*)::text, sum(amount)::text, avg(amount)::text, count(distinct customer_id)::text from shop.orders ${where}`,
    );
    await expect(tile(page, 'Orders')).toContainText(count(orders));
    await expect(tile(page, 'Average order value')).toContainText(`$${fixed(value, 2)}`);
    await expect(tile(page, 'Buyers')).toContainText(count(buyers));
  });
});

test.describe('whole summaries', () => {
  test('are offered to scientists, as of the epoch on the screen, and not to analysts', async ({ page, browser }) => {
    await signIn(page, await addPerson('scientist'), '/dashboards/us-flights');
    await tile(page, 'Flights by day').getByRole('button').first().click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Download all of daily_flights' }).click();
    expect((await download).suggestedFilename()).toMatch(/^daily_flights-epoch-\d+\.csv$/);

    const other = await browser.newPage();
    await signIn(other, await addPerson('analyst'), '/dashboards/us-flights');
    await tile(other, 'Flights by day').getByRole('button').first().click();
    await expect(other.getByRole('menuitem', { name: 'Download CSV' })).toBeVisible();
    await expect(other.getByRole('menuitem', { name: /Download all/ })).toBeHidden();
    const refused = await other.request.get('/exports/summaries/daily_flights');
    expect(refused.status()).toBe(403);
    await other.close();
  });
});
