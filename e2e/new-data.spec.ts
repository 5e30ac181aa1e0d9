import { expect, test } from 'playwright/test';
import { admin, signIn, summa } from './people.ts';

test('a publish is announced, and changes the page only when its reader asks', async ({ page }) => {
  await signIn(page, admin, '/dashboards/us-flights');
  const epoch = page.getByText(/^Epoch \d+$/);
  const before = await epoch.textContent();
  await summa('refresh', 'daily_flights', '--mode', 'all', '--reason', 'a new epoch');

  const notice = page.getByRole('button', { name: /new data/i });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  expect(await epoch.textContent()).toBe(before);
  await notice.click();
  await expect(epoch).not.toHaveText(before ?? '');
  await expect(notice).toBeHidden();
  await expect(page.getByText('2,999,994').first()).toBeVisible();
});
