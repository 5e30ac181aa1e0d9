import pg from 'pg';
import { expect, test } from 'playwright/test';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import { admin, signIn, summa } from './people.ts';

/** Changes one refund of the last days, as a late correction would. */
async function correctRefund(): Promise<void> {
  const { environment } = await environmentWithServer();
  const client = new pg.Client({ connectionString: environment.warehouseUrl });
  await client.connect();
  try {
    await client.query(`update shop.refunds set amount = amount + 0.01
      where refund_id = (select refund_id from shop.refunds order by refunded_at desc limit 1)`);
  } finally {
    await client.end();
  }
}

test('a publish is announced, and changes the page only when its reader asks', async ({ page }) => {
  await signIn(page, admin, '/dashboards/us-flights');
  const epoch = page.getByText(/^Epoch \d+$/);
  const before = await epoch.textContent();
  await correctRefund();
  await summa('refresh', 'daily_refunds', '--reason', 'a corrected refund');

  const notice = page.getByRole('button', { name: /new data/i });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  expect(await epoch.textContent()).toBe(before);
  await notice.click();
  await expect(epoch).not.toHaveText(before ?? '');
  await expect(page.getByText('2,999,994').first()).toBeVisible();
});
