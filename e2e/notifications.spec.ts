import pg from 'pg';
import { expect, test } from 'playwright/test';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import { addPerson, admin, signIn } from './people.ts';

async function control(text: string): Promise<void> {
  const { environment } = await environmentWithServer();
  const client = new pg.Client({ connectionString: environment.controlUrl });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

test.describe('notifications', () => {
  test('go to an address that an admin sets, and never to this machine', async ({ page }) => {
    await signIn(page, admin, '/admin/notifications');
    const address = page.getByLabel('Address');
    await address.fill('http://127.0.0.1:5432/');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('127.0.0.1 is an address of this machine')).toBeVisible();

    await address.fill('https://hooks.example.invalid/summa');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect(page.getByText('The receiver did not take it')).toBeVisible();
    await page.getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText(/^whsec_/)).toHaveCount(0);
  });

  test('stand on every page of an admin, and of nobody else, until a run succeeds', async ({ page, browser }) => {
    const end = (state: string) =>
      control(`insert into summa_control.run (chain, summary, mode, requested_by, state, error, finished_at)
        values ('daily_flights', 'daily_flights', 'due', 'test', '${state}', 'made by a test', now())`);
    const sentence = 'The last run of daily_flights did not succeed.';
    await end('failed');
    try {
      await signIn(page, admin, '/account');
      await expect(page.getByText(sentence)).toBeVisible();
      await page.getByRole('link', { name: 'Look at the runs' }).click();
      await page.waitForURL('**/admin');
      const other = await (await browser.newContext()).newPage();
      await signIn(other, await addPerson('scientist'), '/account');
      await expect(other.getByRole('heading', { name: 'Change password' })).toBeVisible();
      await expect(other.getByText(sentence)).toHaveCount(0);
      await other.context().close();
    } finally {
      await end('succeeded');
    }
    await page.goto('/account');
    await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible();
    await expect(page.getByText(sentence)).toHaveCount(0);
  });
});
