import pg from 'pg';
import { expect, test } from 'playwright/test';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import { admin, signIn } from './people.ts';

/** Holds every summary's rows, so that statements about them wait, and counts those of pages that do. */
async function heldRows(): Promise<{ waiting: () => Promise<number>; release: () => Promise<void> }> {
  const { environment } = await environmentWithServer();
  const connect = async () => {
    const client = new pg.Client({ connectionString: environment.warehouseUrl });
    await client.connect();
    return client;
  };
  const [holder, looker] = [await connect(), await connect()];
  const { rows } = await holder.query<{ tables: string }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables where schemaname = $1 and tablename ~ '^_g[0-9]+_'`,
    [environment.schema],
  );
  await holder.query('begin');
  await holder.query(`lock table ${rows[0]?.tables} in access exclusive mode`);
  return {
    waiting: async () => {
      const found = await looker.query<{ n: number }>(
        `select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.application_name = 'summa pages'`,
      );
      return found.rows[0]?.n ?? -1;
    },
    release: async () => {
      await holder.end();
      await looker.end();
    },
  };
}

test('what a page asks is cancelled when its viewer leaves, and when a filter changes', async ({ page }) => {
  await signIn(page, admin, '/dashboards/shop-sales');
  await expect(page.locator('section[data-tile][aria-busy=false]').first()).toBeVisible();
  await expect(page.locator('section[data-tile][aria-busy=true]')).toHaveCount(0);
  const held = await heldRows();
  const open = async (days: number) => {
    // Its scripts have to run for its leaving to be told; before, only the lease ends it.
    const started = page.waitForRequest('**/api/epoch');
    await page.goto(`/dashboards/shop-sales?period=last-${days}-days`, { waitUntil: 'commit' });
    await started;
  };
  try {
    // Days that nobody has asked for.
    const from = 1 + Math.floor(Math.random() * 20);
    await open(40 + from);
    await expect.poll(held.waiting, { timeout: 30_000 }).toBeGreaterThan(0);
    await page.goto('about:blank');
    await expect.poll(held.waiting, { timeout: 20_000 }).toBe(0);

    await open(70 + from);
    await expect.poll(held.waiting, { timeout: 30_000 }).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(held.waiting, { timeout: 20_000 }).toBe(0);
    // What is asked instead is known already.
    await expect(page.locator('section[data-tile][aria-busy=true]')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);

    await open(100 + from);
    await expect.poll(held.waiting, { timeout: 30_000 }).toBeGreaterThan(0);
    await page.locator('header a[href="/"]').first().click();
    await expect.poll(held.waiting, { timeout: 20_000 }).toBe(0);
  } finally {
    await held.release();
  }
});
