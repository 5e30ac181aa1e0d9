import AxeBuilder from '@axe-core/playwright';
import pg from 'pg';
import { expect, type Page, test } from 'playwright/test';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import { admin, signIn } from './people.ts';

async function connect(which: 'controlUrl' | 'warehouseUrl'): Promise<pg.Client> {
  const { environment } = await environmentWithServer();
  const client = new pg.Client({ connectionString: environment[which] });
  await client.connect();
  return client;
}

async function control<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = await connect('controlUrl');
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const summary = '/admin/summaries/daily_flights';
const strip = (page: Page) => page.getByRole('slider', { name: 'Partitions of daily_flights' });
const preview = (page: Page) => page.getByRole('region', { name: 'What a refresh would do' });

/** Refreshes one day and answers the number of the run. */
async function refreshDay(page: Page, reason: string): Promise<string> {
  await page.goto(`${summary}?from=2001-01-01&to=2001-01-02`);
  await expect(page.getByRole('radio', { name: /^All/ })).toBeChecked();
  await expect(preview(page)).toContainText('Builds 1 partition');
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  const row = page.getByRole('region', { name: 'Recent runs' }).getByRole('row', { name: reason });
  await expect(row).toBeVisible();
  return (await row.getByRole('link', { name: /^Run / }).textContent()) ?? '';
}

test.describe('the page of a summary', () => {
  test.beforeEach(async ({ page }) => {
    await signIn(page, admin, summary);
    await expect(preview(page)).toContainText(/build/i);
  });

  test('lets a range be dragged, and keeps it in the address', async ({ page }) => {
    await strip(page).scrollIntoViewIfNeeded();
    const box = await strip(page).boundingBox();
    if (!box) throw new Error('The strip is not there.');
    await page.mouse.move(box.x + box.width * 0.2, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.25, box.y + 8, { steps: 4 });
    await page.mouse.move(box.x + box.width * 0.3, box.y + 8, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByText(/2001: \d+ partitions in America\/New_York/).first()).toBeVisible();
    await expect(page).toHaveURL(/from=2001-\d\d-\d\d&to=2001-\d\d-\d\d/);
    const [from, to] = [page.getByLabel('From'), page.getByLabel('To, not included')];
    const chosen = [await from.inputValue(), await to.inputValue()];
    expect(chosen[0] && chosen[1] && chosen[0] < chosen[1]).toBe(true);
    await page.reload();
    await expect(from).toHaveValue(chosen[0] ?? '');
    await expect(to).toHaveValue(chosen[1] ?? '');
    await expect(page.getByText(/2001: \d+ partitions in America\/New_York/).first()).toBeVisible();
  });

  test('lets a range be chosen by keyboard, says what would happen, and shows the run to its end', async ({ page }) => {
    await strip(page).focus();
    await page.keyboard.press('Home');
    await expect(strip(page)).toHaveAttribute('aria-valuenow', '1');
    for (let day = 0; day < 6; day++) await page.keyboard.press('Shift+ArrowRight');
    await expect(strip(page)).toHaveAttribute('aria-valuetext', /Jan 7, 2001: Fresh.*7 partitions/);
    await expect(page.getByLabel('From')).toHaveValue('2001-01-01');
    await expect(page.getByLabel('To, not included')).toHaveValue('2001-01-08');

    await expect(preview(page)).toContainText('Builds 7 partitions');
    await expect(preview(page).getByRole('link', { name: 'monthly_flights' })).toBeVisible();
    await page.getByRole('radio', { name: /^Missing/ }).check();
    await expect(preview(page)).toContainText('Nothing to build');
    await page.getByRole('radio', { name: /^All/ }).check();
    await expect(preview(page)).toContainText('Builds 7 partitions');

    const reason = `By keyboard at ${Date.now()}`;
    await page.getByLabel('Reason').fill(reason);
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    const row = page.getByRole('region', { name: 'Recent runs' }).getByRole('row', { name: reason });
    await expect(row).toContainText('Succeeded', { timeout: 45_000 });
    await row.getByRole('link', { name: /^Run / }).click();
    await expect(page.getByRole('heading', { name: /Run \d+/ })).toBeVisible();
    await expect(page.getByText(reason)).toBeVisible();
    await expect(page.getByText(/Planned 1 unit, incremental build/)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Checks' })).toContainText('unique grain');

    await page.goBack();
    await strip(page).focus();
    await page.keyboard.press('Escape');
    await expect(page.getByLabel('From')).toHaveValue('');
    await expect(page).not.toHaveURL(/from=/);
  });
});

test.describe('the page of a run', () => {
  test.beforeEach(async ({ page }) => signIn(page, admin, summary));

  test('shows what it does now, ends it when asked to, and does it again', async ({ page }) => {
    await expect(preview(page)).toContainText(/build/i);
    await page.getByLabel('From').fill('2001-01-01');
    await page.getByLabel('To, not included').fill('2001-01-02');
    await expect(preview(page)).toContainText('Builds 1 partition');
    const reason = `Ended at ${Date.now()}`;
    await page.getByLabel('Reason').fill(reason);
    const blocker = await connect('warehouseUrl');
    try {
      await blocker.query('begin');
      await blocker.query('lock table flights.flights in access exclusive mode');
      await page.getByRole('button', { name: 'Refresh', exact: true }).click();
      await page
        .getByRole('region', { name: 'Recent runs' })
        .getByRole('row', { name: reason })
        .getByRole('link', { name: /^Run / })
        .click();
      await expect(page.getByRole('heading', { name: /Run \d+/ })).toBeVisible();
      await expect(page.getByRole('progressbar')).toBeVisible();
      await page.getByText('Current SQL').click();
      await expect(page.getByText(/select .*flights/i).first()).toBeVisible();

      await page.getByRole('button', { name: 'Cancel run' }).click();
      const dialog = page.getByRole('dialog', { name: /^Cancel run \d+\?$/ });
      await dialog.getByRole('radio', { name: /^After this unit/ }).check();
      await dialog.getByRole('button', { name: 'Cancel run' }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByText('Ends after this unit')).toBeVisible();
      await page.getByRole('button', { name: 'Cancel run' }).click();
      await expect(dialog.getByRole('radio')).toHaveCount(1);
      await dialog.getByRole('button', { name: 'Cancel run' }).click();
      await expect(page.getByText('Cancelled', { exact: true })).toBeVisible({ timeout: 20_000 });
    } finally {
      await blocker.end();
    }
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    const { length } = await control(
      `select from summa_control.audit where what = 'refresh.cancel' and detail ->> 'how' = 'now' and who = $1`,
      [admin.email],
    );
    expect(length).toBeGreaterThan(0);
    const ended = page.url();
    await page.getByRole('button', { name: /^Retry/ }).click();
    await page.waitForURL((url) => url.href !== ended);
    await expect(page.getByText('Succeeded', { exact: true })).toBeVisible({ timeout: 45_000 });
  });

  test('repeats exactly what failed', async ({ page }) => {
    const done = await refreshDay(page, `To be repeated at ${Date.now()}`);
    await page.goto(`/admin/runs/${done}`);
    await expect(page.getByText('Succeeded', { exact: true })).toBeVisible({ timeout: 45_000 });
    const [failed] = await control<{ id: string }>(
      `with failed as (
         insert into summa_control.run (chain, summary, mode, range_from, range_to, state, requested_by, plan, error, finished_at)
         select chain, summary, mode, range_from, range_to, 'failed', 'test', plan, 'made by a test', now()
           from summa_control.run where id = $1 returning id),
       units as (
         insert into summa_control.run_unit (run, ordinal, unit, range_from, range_to, state, error, checks)
         select failed.id, ordinal, unit, range_from, range_to, 'failed', 'made by a test',
                '[{"check": "rows", "summary": "daily_flights", "passed": false, "severity": "block", "measured": "0, 12 before", "text": "There were rows and now there is none."}]'
           from failed, summa_control.run_unit where run = $1)
       select id::text as id from failed`,
      [done],
    );
    await page.goto(`/admin/runs/${failed?.id}`);
    const check = page.getByRole('region', { name: 'Checks' }).getByRole('row', { name: /There were rows/ });
    await expect(check).toContainText('Failed');
    await expect(check).toContainText('0, 12 before');
    await page.getByRole('button', { name: 'Retry what failed' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(`/${failed?.id}`));
    await expect(page.getByText('Succeeded', { exact: true })).toBeVisible({ timeout: 45_000 });
    await page.getByRole('link', { name: `Run ${failed?.id}` }).click();
    await expect(page.getByText('Repeated by')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Retry/ })).toHaveCount(0);
  });
});

test.describe('all runs', () => {
  test.beforeEach(async ({ page }) => signIn(page, admin, '/admin/runs'));

  test('are narrowed by a filter that stays in the address', async ({ page }) => {
    const table = page.getByRole('table', { name: 'All runs' });
    await expect(table.getByRole('row').nth(1)).toBeVisible();
    await page.getByLabel('Summary').selectOption('daily_flights');
    await page.getByLabel('State').selectOption('Succeeded');
    await expect(page).toHaveURL(/summary=daily_flights/);
    await expect(page).toHaveURL(/outcome=succeeded/);
    const only = async () => {
      const rows = await table
        .getByRole('row')
        .filter({ hasText: /Succeeded|Failed|Cancelled/ })
        .allTextContents();
      return rows.length > 0 && rows.every((row) => /flights/.test(row) && row.includes('Succeeded'));
    };
    await expect.poll(only).toBe(true);
    await page.reload();
    await expect(page.getByLabel('Summary')).toHaveValue('daily_flights');
    await expect(page.getByLabel('State')).toHaveValue('succeeded');
    await expect.poll(only).toBe(true);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect(page).not.toHaveURL(/outcome=/);
    await page.goBack();
    await expect(page.getByLabel('State')).toHaveValue('succeeded');
  });
});

test('the pages of summaries and runs break no rule of accessibility', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, admin, '/admin/runs');
  const [run] = await control<{ id: string }>(
    `select max(run)::text as id from summa_control.run_unit where state in ('published', 'unchanged')`,
  );
  for (const path of [`${summary}?from=2001-01-05&to=2001-02-10`, '/admin/runs', `/admin/runs/${run?.id}`]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1440, 390]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        if (path.startsWith(summary)) await expect(preview(page)).toContainText(/build/i);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
          `${path} ${width} ${colorScheme}`,
        ).toEqual([]);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, `${path} at ${width}`).toBeLessThanOrEqual(0);
      }
    }
  }
});
