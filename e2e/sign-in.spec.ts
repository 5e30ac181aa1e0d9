import AxeBuilder from '@axe-core/playwright';
import { expect, test } from 'playwright/test';
import { addPerson, admin, signIn, summa } from './people.ts';

test.describe('signing in', () => {
  test('leads back to the page that was asked for', async ({ page }) => {
    await page.goto('/admin');
    await expect(page).toHaveURL('/sign-in?next=%2Fadmin');
    await signIn(page, admin, '/admin');
    await expect(page).toHaveURL('/admin');
  });

  test('says what to do after a wrong password and keeps the email', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(admin.email);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'do not belong together' })).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(admin.email);
  });

  test('never leads to another site', async ({ page }) => {
    await signIn(page, admin, '//evil.example');
    await expect(page).toHaveURL('/');
  });

  test('works before scripts have loaded', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
    const page = await context.newPage();
    await signIn(page, admin);
    await expect(page).toHaveURL('/');
    await context.close();
  });

  test('keeps the session from scripts and from other sites', async ({ page, context }) => {
    await signIn(page, admin);
    const session = (await context.cookies()).find((cookie) => /summa$/.test(cookie.name));
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  });

  test('breaks no rule of accessibility and no content policy, light and dark', async ({ page }) => {
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto('/sign-in');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => violation.id)).toEqual([]);
    }
    expect(refused).toEqual([]);
  });

  test('signs out, and back does not show the page again', async ({ page }) => {
    await signIn(page, admin);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('/sign-in');
    await page.goto('/');
    await expect(page).toHaveURL('/sign-in');
  });

  test('changes the password and stays signed in', async ({ page }) => {
    const person = await addPerson('analyst');
    await signIn(page, person);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Account' }).click();
    await page.waitForURL('/account');
    const change = async (current: string, next: string, again = next) => {
      await page.getByLabel('Current password').fill(current);
      await page.getByLabel('New password', { exact: true }).fill(next);
      await page.getByLabel('New password again').fill(again);
      await page.getByRole('button', { name: 'Change password' }).click();
    };
    await change('wrong', 'correct horse battery');
    await expect(page.getByText('not your current password')).toBeVisible();
    await change(person.password, 'correct horse battery', 'correct horse');
    await expect(page.getByText('passwords differ')).toBeVisible();
    await change(person.password, 'correct horse battery');
    await expect(page.getByText('Your password is changed')).toBeVisible();
    await page.reload();
    await expect(page).toHaveURL('/account');
  });

  test('feels a cut role and a disabled person at the next request', async ({ page }) => {
    const person = await addPerson('admin');
    await signIn(page, person, '/admin');
    await summa('people', 'role', '--email', person.email, '--role', 'analyst');
    expect((await page.goto('/admin'))?.status()).toBe(403);
    await summa('people', 'disable', '--email', person.email);
    await page.goto('/');
    await expect(page).toHaveURL('/sign-in');
  });
});
