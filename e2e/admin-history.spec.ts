import AxeBuilder from '@axe-core/playwright';
import pg from 'pg';
import { expect, type Page, test } from 'playwright/test';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import { admin, signIn, summa } from './people.ts';

/** One statement over the raw rows, as the loader that writes them would send it. */
async function raw(text: string, values: unknown[] = []): Promise<string[][]> {
  const { environment } = await environmentWithServer();
  const client = new pg.Client({ connectionString: environment.warehouseUrl });
  await client.connect();
  try {
    return (await client.query<string[]>({ text, values, rowMode: 'array' })).rows as unknown as string[][];
  } finally {
    await client.end();
  }
}

const zone = 'America/New_York';

/** A day inside the look-back of daily_refunds that is over: the shop gives no more refunds there by itself. */
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Date.now() - 2 * 86_400_000);
const dayWords = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day));

const ofDay = `from shop.refunds r join shop.orders o using (order_id) where (r.refunded_at at time zone '${zone}')::date = '${day}'`;

/** What plain SQL says of the day: number, total and largest of its refunds. */
async function refunds(): Promise<{ refunds: string; refunded: string; largest: string }> {
  const [[number, total, largest] = []] = await raw(
    `select count(*)::text, sum(r.amount)::text, max(r.amount)::text ${ofDay}`,
  );
  return { refunds: Number(number).toLocaleString('en-US'), refunded: dollars(total), largest: dollars(largest) };
}

function dollars(amount: string | undefined): string {
  return Number(amount).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}

/** The largest refund of the day, which nobody else's test touches. */
async function oneRefund(): Promise<string> {
  const [[id] = []] = await raw(`select r.refund_id::text ${ofDay} order by r.amount desc, r.refund_id limit 1`);
  expect(id, `a refund on ${day}`).toBeDefined();
  return id ?? '';
}

const refresh = (reason: string) => summa('refresh', 'daily_refunds', '--reason', reason);

/** What the dashboard shows as refunded on the day. */
async function expectShown(page: Page, refunded: string): Promise<void> {
  await page.goto(`/dashboards/shop-sales?period=${day}..${day}`);
  const tile = page.locator('section', { has: page.getByRole('heading', { name: 'Refunded by day', exact: true }) });
  await tile.getByRole('button').first().click();
  await page.getByRole('menuitem', { name: 'View as table' }).click();
  await expect(tile.locator('tbody tr').first()).toContainText(refunded);
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test.describe('the history', () => {
  test.setTimeout(240_000);

  test('tells what an epoch changed, takes it back, and keeps it back until it is released', async ({ page }) => {
    const id = await oneRefund();
    const before = await refunds();
    const mark = `${Date.now()}`;
    await signIn(page, admin, '/admin/epochs');
    try {
      await raw('update shop.refunds set amount = amount + 1000.01 where refund_id = $1', [id]);
      const after = await refunds();
      await refresh(`a wrong amount ${mark}`);

      await page.goto('/admin/epochs?summary=daily_refunds');
      const published = page.getByRole('row', { name: `a wrong amount ${mark}` }).filter({ hasText: dayWords });
      await published.getByRole('link').first().click();
      const changed = page
        .getByRole('region', { name: 'What changed in daily_refunds' })
        .getByRole('row', { name: dayWords });
      await expect(changed).toContainText('+1 −1');
      await expect(changed).toContainText(before.refunds);
      await expect(changed).toContainText(
        new RegExp(`${escaped(before.refunded)}.*${escaped(after.refunded)}.*\\+\\$1,000\\.01`),
      );
      await expect(changed).toContainText(new RegExp(`${escaped(before.largest)}.*${escaped(after.largest)}`));
      const [, epoch = ''] = /epochs\/(\d+)$/.exec(page.url()) ?? [];
      expect(await violations(page)).toEqual([]);
      await expect(page.getByRole('link', { name: `Shop sales at epoch ${epoch}` })).toHaveAttribute(
        'href',
        `/dashboards/shop-sales?epoch=${epoch}`,
      );
      await expectShown(page, after.refunded);

      await page.goto(`/admin/epochs/${epoch}`);
      await page.getByRole('button', { name: 'Roll back…' }).click();
      const dialog = page.getByRole('dialog', { name: `Roll back epoch ${epoch}` });
      await expect(dialog.getByRole('listitem')).toHaveText(
        new RegExp(`daily_refunds.*${escaped(dayWords)}.*\\+1 −1 rows`),
      );
      await expect(dialog.getByRole('button', { name: 'Roll back' })).toBeDisabled();
      await dialog.getByLabel('Reason').fill(`mistyped ${mark}`);
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Roll back' }).click();
      await page.waitForURL(/\/admin\/runs\/\d+$/);

      const held = page.getByRole('listitem').filter({ hasText: `mistyped ${mark}` });
      await expect(async () => {
        await page.goto('/admin/epochs?summary=daily_refunds');
        await expect(held).toContainText(`daily_refunds: ${dayWords}`, { timeout: 1000 });
      }).toPass({ timeout: 60_000 });
      expect(await violations(page)).toEqual([]);
      await expect(page.getByRole('row', { name: `mistyped ${mark}` })).toContainText('Roll-back');
      await expectShown(page, before.refunded);

      await refresh(`held ${mark}`);
      await expectShown(page, before.refunded);

      await page.goto('/admin/epochs');
      await held.getByRole('button', { name: /^Release/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
      await expect(held).toHaveCount(0);
      await refresh(`released ${mark}`);
      await expectShown(page, after.refunded);
    } finally {
      await raw('update shop.refunds set amount = amount - 1000.01 where refund_id = $1 and amount > 1000.01', [id]);
      await refresh(`put right ${mark}`);
    }
    await expectShown(page, before.refunded);
  });
});

test.describe('quarantine', () => {
  test.setTimeout(240_000);

  test('keeps a build that fails a check until an admin publishes it with a reason', async ({ page }) => {
    const id = await oneRefund();
    const [[reason] = []] = await raw('select reason from shop.refunds where refund_id = $1', [id]);
    const { refunded } = await refunds();
    const mark = `${Date.now()}`;
    await signIn(page, admin, '/admin/quarantine');
    try {
      await raw(`update shop.refunds set reason = 'mistyped', amount = amount + 1 where refund_id = $1`, [id]);
      const after = await refunds();
      await expect(refresh(`a new reason ${mark}`)).rejects.toThrow();
      await expectShown(page, refunded);

      await page.goto('/admin/quarantine');
      const waiting = page.getByRole('region', { name: 'Waiting for a decision' }).getByRole('row', { name: dayWords });
      await expect(waiting).toContainText('reason');
      expect(await violations(page)).toEqual([]);
      await waiting.getByRole('link', { name: 'daily_refunds' }).click();
      await expect(page.getByRole('region', { name: 'Checks' }).getByRole('row').nth(1)).toContainText('Failed');
      await expect(page.getByRole('region', { name: 'Totals of daily_refunds' })).toContainText(
        new RegExp(`Refunded.*${escaped(refunded)}.*${escaped(after.refunded)}.*\\+\\$1\\.00`),
      );
      await expect(page.getByRole('region', { name: 'Rows of daily_refunds that differ' })).toContainText('mistyped');
      expect(await violations(page)).toEqual([]);

      await page.getByRole('button', { name: 'Publish anyway…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Publish anyway' });
      const publish = dialog.getByRole('button', { name: 'Publish anyway' });
      await expect(publish).toBeDisabled();
      await dialog.getByLabel('Reason').fill(`a real reason ${mark}`);
      expect(await violations(page)).toEqual([]);
      await publish.click();
      await page.waitForURL(/\/admin\/runs\/\d+$/);
      const decided = page.getByRole('region', { name: 'Decided' }).getByRole('row', { name: `a real reason ${mark}` });
      await expect(async () => {
        await page.goto('/admin/quarantine');
        await expect(decided).toContainText('Published anyway', { timeout: 1000 });
      }).toPass({ timeout: 60_000 });
      await expectShown(page, after.refunded);
    } finally {
      await raw('update shop.refunds set reason = $2, amount = amount - 1 where refund_id = $1 and reason = $3', [
        id,
        reason,
        'mistyped',
      ]);
      await refresh(`put right ${mark}`);
    }
    await expectShown(page, refunded);
  });

  test('lets an admin throw a build away', async ({ page }) => {
    const id = await oneRefund();
    const [[reason] = []] = await raw('select reason from shop.refunds where refund_id = $1', [id]);
    const mark = `${Date.now()}`;
    try {
      await raw(`update shop.refunds set reason = 'mistyped' where refund_id = $1`, [id]);
      await expect(refresh(`a new reason ${mark}`)).rejects.toThrow();
      await signIn(page, admin, '/admin/quarantine');
      const waiting = page.getByRole('region', { name: 'Waiting for a decision' }).getByRole('row', { name: dayWords });
      await waiting.getByRole('link', { name: 'daily_refunds' }).click();
      await page.getByRole('button', { name: 'Discard…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Discard' });
      await dialog.getByLabel('Reason').fill(`thrown away ${mark}`);
      await dialog.getByRole('button', { name: 'Discard' }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByText('Discarded')).toBeVisible();
    } finally {
      await raw('update shop.refunds set reason = $2 where refund_id = $1', [id, reason]);
      await refresh(`put right ${mark}`);
    }
  });
});

test.describe('schedules', () => {
  test.beforeEach(async ({ page }) => signIn(page, admin, '/admin/schedules'));

  test('are paused and go on', async ({ page }) => {
    const row = page.getByRole('row', { name: /^monthly_visitors/ });
    await row.getByRole('button', { name: 'Pause the schedule of monthly_visitors' }).click();
    await expect(row).toContainText('Paused');
    await expect(row).toContainText(`By ${admin.email}`);
    await expect(row.getByText('Next five runs')).toHaveCount(0);
    await row.getByRole('button', { name: 'Resume the schedule of monthly_visitors' }).click();
    await expect(row).not.toContainText('Paused');
    await row.getByRole('button', { name: 'Next five runs of monthly_visitors' }).click();
    await expect(page.getByRole('table', { name: 'Next five runs' }).getByRole('row')).toHaveCount(6);
  });

  test('are changed, with what they mean shown before, and go back to the definition', async ({ page }) => {
    const row = page.getByRole('row', { name: /^daily_experiment/ });
    await expect(row).toContainText('Every 15 minutes');
    await row.getByRole('button', { name: 'Change the schedule of daily_experiment' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the schedule of daily_experiment' });
    await dialog.getByLabel('When (cron)').fill('61 * * * *');
    await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    await dialog.getByLabel('When (cron)').fill('30 6 * * 1-5');
    await dialog.getByLabel('Time zone').fill('Asia/Seoul');
    await expect(dialog.getByText('Monday to Friday at 06:30')).toBeVisible();
    await expect(dialog.getByRole('row').nth(1)).toContainText(/06:30.*21:30/);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row).toContainText('Monday to Friday at 06:30');
    await expect(row).toContainText('Set by an admin');

    await row.getByRole('button', { name: 'Change the schedule of daily_experiment' }).click();
    await dialog.getByRole('button', { name: 'Back to the definition' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row).toContainText('Every 15 minutes');
    await expect(row).not.toContainText('Set by an admin');
  });
});

test.describe('lineage', () => {
  test('leads by keyboard from a summary to what shows it', async ({ page }) => {
    await signIn(page, admin, '/admin/lineage');
    const graph = page.getByRole('region', { name: 'Graph of sources, summaries and dashboards' });
    await graph.getByRole('button', { name: 'Summary daily_sales' }).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/node=summary:daily_sales/);
    const details = page.getByRole('complementary', { name: 'What is chosen' });
    await expect(details).toContainText('shop.orders');
    await expect(details).toContainText('Revenue by country');
    await details.getByRole('button', { name: 'Only what is connected' }).click();
    await expect(graph.getByRole('button', { name: 'Summary daily_flights' })).toHaveCount(0);
    await page.reload();
    await expect(graph.getByRole('button', { name: 'Summary daily_sales' })).toHaveAttribute('aria-pressed', 'true');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`no page of history breaks a rule of accessibility, ${colorScheme}, ${width} wide`, async ({ page }) => {
      test.setTimeout(240_000);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await signIn(page, admin);
      const pages = ['schedules', 'epochs', 'epochs/1', 'quarantine', 'lineage?node=summary:daily_sales', 'storage'];
      for (const address of pages) {
        await page.goto(`/admin/${address}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violations(page)).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect(wide, `${address} scrolls sideways`).toBe(false);
      }
    });
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[$.,()+*?^[\]{}|\\]/g, '\\$&');
}
