import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from 'playwright/test';
import { addPerson, admin, signIn } from './people.ts';

// Pages with specs of their own are looked at there: dashboards, admin, people, account, invitations, sign-in.
const pages = ['/', '/admin/notifications', '/dashboards/there-is-none'];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`no page breaks a rule of accessibility, ${colorScheme}, ${width} wide`, async ({ page, browser }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await signIn(page, admin);
      for (const address of pages) {
        await page.goto(address);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violations(page)).toEqual([]);
      }
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const other = await context.newPage();
      await signIn(other, await addPerson('analyst'));
      await other.goto('/admin');
      await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violations(other)).toEqual([]);
      await context.close();
    });
  }
}
