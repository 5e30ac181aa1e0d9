import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from 'playwright/test';
import { addPerson, admin, signIn, summa } from './people.ts';

const sales = '/dashboards/shop-sales';
const password = 'a password of my own';

/** A browser of its own for one more person. */
async function otherBrowser(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

/** Invites somebody on the page People and answers the link. */
async function inviteByPage(page: Page, email: string, role: 'Analyst' | 'Scientist'): Promise<string> {
  await page.goto('/admin/people');
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await dialog.getByLabel(`Link for ${email}`).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toHaveCount(0);
  return link;
}

async function acceptInvitation(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL('/');
}

const someone = (role: string) => `${role}-${Math.random().toString(36).slice(2, 8)}@example.com`;

async function downloaded(page: Page, click: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFile(await download.path(), 'utf8');
}

test.describe('an analyst', () => {
  test('comes by a link, sets a password, reads a dashboard and takes a tile away', async ({
    page,
    browser,
    baseURL,
  }) => {
    const email = someone('analyst');
    await signIn(page, admin);
    const link = await inviteByPage(page, email, 'Analyst');
    await expect(page.getByRole('region', { name: 'Open links' })).toContainText(email);

    const theirs = await otherBrowser(browser, baseURL);
    await theirs.goto(link);
    await theirs.getByLabel('Name').fill('Ana Lyst');
    await theirs.getByLabel('Password').fill(email);
    await theirs.getByRole('button', { name: 'Start' }).click();
    await expect(theirs.getByText('This password is your email.')).toBeVisible();
    await acceptInvitation(theirs, link, 'Ana Lyst');
    await expect(theirs.getByRole('heading', { name: 'Dashboards' })).toBeVisible();

    await theirs.getByRole('link', { name: /^Shop sales/ }).click();
    await theirs.waitForURL(sales);
    await theirs
      .getByRole('group', { name: 'Filters' })
      .getByRole('button', { name: /^Country/ })
      .click();
    await theirs.getByRole('checkbox', { name: /^Japan/ }).check();
    await theirs.getByRole('button', { name: 'Apply' }).click();
    await expect(theirs).toHaveURL(`${sales}?country=Japan`);
    await theirs.getByRole('button', { name: 'Menu of Revenue by country' }).click();
    const csv = await downloaded(theirs, () => theirs.getByRole('menuitem', { name: 'Download CSV' }).click());
    expect(csv.trim().split(/\r?\n/)).toHaveLength(2);
    expect(csv).toContain('Japan');

    expect((await theirs.goto('/admin'))?.status()).toBe(403);
    expect((await theirs.goto('/admin/people'))?.status()).toBe(403);
    await theirs.goto(link);
    await expect(theirs.getByRole('heading', { name: 'This link was used already' })).toBeVisible();
    await theirs.context().close();
  });
});

test.describe('a scientist', () => {
  test('takes a whole summary away, makes a token and uses it for the API', async ({ page, baseURL }) => {
    await signIn(page, await addPerson('scientist'), sales);
    await page.getByRole('button', { name: 'Menu of Revenue by country' }).click();
    const csv = await downloaded(page, () => page.getByRole('menuitem', { name: /whole|daily_sales/i }).click());
    expect(csv.trim().split(/\r?\n/).length).toBeGreaterThan(1000);

    await page.goto('/account');
    await page.getByLabel('Name').last().fill('Notebook');
    await page.getByLabel('Expires after').selectOption('30 days');
    await page.getByRole('button', { name: 'Make token' }).click();
    const token = await page.getByLabel('Token Notebook').inputValue();
    await expect(page.getByText('Never used')).toBeVisible();

    const ask = () => fetch(`${baseURL}/api/v1/summaries`, { headers: { authorization: `Bearer ${token}` } });
    const answer = await ask();
    expect(answer.status).toBe(200);
    const { summaries } = (await answer.json()) as { summaries: { name: string }[] };
    expect(summaries.map((summary) => summary.name)).toContain('daily_sales');

    await page.reload();
    await expect(page.getByText(/^Used/)).toBeVisible();
    await expect(page.getByText(token)).toHaveCount(0);
    await page.getByRole('button', { name: 'Revoke Notebook' }).click();
    await expect(page.getByText('Notebook', { exact: true })).toHaveCount(0);
    expect((await ask()).status).toBe(401);
  });
});

test.describe('an admin', () => {
  test('refreshes a summary, and disables an analyst, whose next click leads to sign-in', async ({
    page,
    browser,
    baseURL,
  }) => {
    const person = await addPerson('analyst');
    const token = await summa('token', '--user', person.email, '--name', 'script');
    const theirs = await otherBrowser(browser, baseURL);
    await signIn(theirs, person);

    await signIn(page, admin, '/admin');
    await page.getByRole('button', { name: 'Refresh daily_refunds' }).click();
    const dialog = page.getByRole('dialog');
    const reason = `Seen to by an admin at ${Date.now()}`;
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: 'Refresh' }).click();
    const run = page.getByRole('region', { name: 'Recent runs' }).getByRole('row', { name: reason });
    await expect(run).toContainText('Succeeded', { timeout: 45_000 });

    await page.getByRole('link', { name: 'People' }).click();
    await page.waitForURL('/admin/people');
    const row = page.getByRole('region', { name: 'People' }).getByRole('row', { name: person.email });
    await row.getByRole('button', { name: /^Change/ }).click();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect(dialog.getByText('Not signed in anywhere.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(row).toContainText('Disabled');

    await theirs.getByRole('link', { name: /^Shop sales/ }).click();
    await theirs.waitForURL(/\/sign-in/);
    const { status } = await fetch(`${baseURL}/api/v1/summaries`, { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(401);
    await theirs.context().close();
  });

  test('changes role and groups, ends a session and gives a link for a new password', async ({
    page,
    browser,
    baseURL,
  }) => {
    const person = await addPerson('analyst');
    const theirs = await otherBrowser(browser, baseURL);
    await signIn(theirs, person);
    await signIn(page, admin, '/admin/people');
    const group = `team-${Math.random().toString(36).slice(2, 8)}`;
    await page.getByLabel('Name, such as finance').fill(group);
    await page.getByRole('button', { name: 'Add group' }).click();
    await expect(page.getByRole('button', { name: `Remove ${group}` })).toBeVisible();

    const row = page.getByRole('region', { name: 'People' }).getByRole('row', { name: person.email });
    const dialog = page.getByRole('dialog');
    const change = row.getByRole('button', { name: /^Change/ });
    await change.click();
    await dialog.getByRole('radio', { name: /^Scientist/ }).check();
    await dialog.getByRole('checkbox', { name: group }).check();
    await dialog.getByLabel('Attribute, such as countries').fill('countries');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByLabel('countries', { exact: true }).fill('Japan\nKorea');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row).toContainText('Scientist');
    await expect(row).toContainText(group);
    await expect(row).toContainText('Japan, Korea');

    await change.click();
    await dialog.getByRole('button', { name: /^End the session/ }).click();
    await expect(dialog.getByText('Not signed in anywhere.')).toBeVisible();
    await theirs.reload();
    await theirs.waitForURL(/\/sign-in/);
    await dialog.getByRole('button', { name: 'Link for a new password' }).click();
    const link = await dialog.getByLabel(`Link for a new password of ${person.email}`).inputValue();
    await theirs.goto(link);
    await theirs.getByLabel('Password').fill(password);
    await theirs.getByRole('button', { name: 'Save and sign in' }).click();
    await theirs.waitForURL('/');
    await theirs.context().close();

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Remove ${group}` }).click();
    await page.getByRole('button', { name: `Remove ${group}` }).click();
    await expect(page.getByRole('button', { name: `Remove ${group}` })).toHaveCount(0);
    await expect(row).not.toContainText(group);
  });

  test('cannot leave Summa without an admin, and takes an invitation back', async ({ page, browser, baseURL }) => {
    await signIn(page, admin, '/admin/people');
    const row = page.getByRole('region', { name: 'People' }).getByRole('row', { name: admin.email });
    await row.getByRole('button', { name: /^Change/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(/on Linux|on macOS|on Windows/).first()).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Disable' })).toHaveCount(0);
    await page.keyboard.press('Escape');

    const email = someone('invited');
    const link = await inviteByPage(page, email, 'Scientist');
    await page.getByRole('button', { name: `Take back the link of ${email}` }).click();
    await expect(page.getByText(email)).toHaveCount(0);
    const theirs = await otherBrowser(browser, baseURL);
    await theirs.goto(link);
    await expect(theirs.getByRole('heading', { name: 'This link was taken back' })).toBeVisible();
    await theirs.context().close();
  });
});

test.describe('everybody', () => {
  test('chooses name and language, and ends other browsers', async ({ page, browser, baseURL }) => {
    const person = await addPerson('analyst');
    const theirs = await otherBrowser(browser, baseURL);
    await signIn(theirs, person);
    await signIn(page, person, '/account');
    await page.getByLabel('Name').first().fill('Kim Ji-woo');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: 'Kim Ji-woo' })).toBeVisible();
    await page.getByRole('button', { name: 'End all others' }).click();
    await expect(page.getByRole('button', { name: 'End all others' })).toHaveCount(0);
    await theirs.reload();
    await theirs.waitForURL(/\/sign-in/);

    await page.getByLabel('Language').selectOption('한국어');
    await expect(page.getByRole('heading', { name: '비밀번호 변경' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await theirs.goto('/sign-in');
    await theirs.getByLabel('Email').fill(person.email);
    await theirs.getByLabel('Password').fill(person.password);
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await theirs.waitForURL('/');
    await expect(theirs.locator('html')).toHaveAttribute('lang', 'ko');
    await theirs.context().close();
  });

  for (const width of [1440, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`finds no rule of accessibility broken, ${colorScheme}, ${width} wide`, async ({ page }) => {
        await page.emulateMedia({ colorScheme });
        await signIn(page, admin, '/admin/people');
        const link = await inviteByPage(page, someone('axe'), 'Analyst');
        await page.setViewportSize({ width, height: 900 });
        const complaints: string[] = [];
        const check = async (what: string) => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          complaints.push(...violations.map((violation) => `${what}: ${violation.id}`));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
          if (wide) complaints.push(`${what}: scrolls sideways`);
        };
        for (const address of ['/account', link, '/invite/no-such-link', '/admin/people']) {
          await page.goto(address);
          await check(address);
        }
        await page.getByRole('button', { name: 'Invite' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await check('inviting');
        await page.keyboard.press('Escape');
        await page
          .getByRole('button', { name: /^Change / })
          .first()
          .click();
        await expect(page.getByRole('dialog').getByRole('heading', { name: 'Access' })).toBeVisible();
        await check('a person');
        expect(complaints).toEqual([]);
      });
    }
  }
});
