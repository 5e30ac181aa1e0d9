import AxeBuilder from '@axe-core/playwright';
import { expect, test } from 'playwright/test';
import { admin, signIn } from './people.ts';

test.describe('the admin page', () => {
  test.beforeEach(async ({ page }) => signIn(page, admin, '/admin'));

  test('refreshes a summary and shows the run to its end', async ({ page }) => {
    await page.getByRole('button', { name: 'Refresh daily_refunds' }).click();
    const dialog = page.getByRole('dialog', { name: 'Refresh daily_refunds' });
    await dialog.getByRole('radio', { name: /^All/ }).check();
    await dialog.getByLabel('From').fill('2026-01-05');
    await dialog.getByLabel('To, not included').fill('2026-01-04');
    await expect(dialog.getByText('The range is empty')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Refresh' })).toBeDisabled();
    await dialog.getByLabel('From').fill('');
    await dialog.getByLabel('To, not included').fill('');
    const reason = `Asked for by a test at ${Date.now()}`;
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: 'Refresh' }).click();
    await expect(dialog).toHaveCount(0);
    const run = page.getByRole('region', { name: 'Recent runs' }).getByRole('row', { name: reason });
    await expect(run).toBeVisible();
    await expect(run).toContainText('Succeeded', { timeout: 45_000 });
  });

  test('breaks no rule of accessibility, with and without its dialog', async ({ page }) => {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/admin');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => violation.id)).toEqual([]);
      await page.getByRole('button', { name: 'Refresh daily_sales' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      const opened = await new AxeBuilder({ page }).analyze();
      expect(opened.violations.map((violation) => violation.id)).toEqual([]);
    }
  });
});
