import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, test } from 'playwright/test';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import type { Environment } from '#lib/environment.ts';
import { admin, signIn, summa } from './people.ts';

/** Direct children of a process, with their command lines. */
function children(pid: number): { pid: number; command: string }[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return (list === '' ? [] : list.split(' ')).map((child) => ({
    pid: Number(child),
    command: readFileSync(`/proc/${child}/cmdline`, 'utf8').replaceAll('\0', ' '),
  }));
}

const app = Number(process.env.SUMMA_TEST_PID ?? 0);
const processes = { worker: /lib\/cli\/worker/, web: /lib\/cli\/web/, PostgreSQL: /\/postgres .*-D|\/postgres -D/ };

test.describe('a process killed while a refresh runs', () => {
  test.skip(process.platform !== 'linux' || app === 0, 'needs /proc and the pid of the app under test');
  test.describe.configure({ mode: 'serial' });

  let environment: Environment;
  test.beforeAll(async () => {
    ({ environment } = await environmentWithServer());
  });

  /** Rows of a query on the warehouse or the control store, on a connection of its own. */
  async function query<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }
  const totals = () =>
    query<{ daily: string; monthly: string }>(
      environment.warehouseUrl,
      `select (select sum(flights)::text from summa.daily_flights) as daily,
              (select sum(flights)::text from summa.monthly_flights) as monthly`,
    );
  const newestRun = () =>
    query<{ id: string; state: string; error: string | null }>(
      environment.controlUrl,
      `select id::text, state, error from summa_control.run where summary = 'daily_flights' order by id desc limit 1`,
    );

  for (const [name, pattern] of Object.entries(processes)) {
    test(`${name}: the app is back, nothing is half-published, the run ends`, async ({ page }) => {
      test.setTimeout(120_000);
      const [before] = await newestRun();
      const refresh = summa('refresh', 'daily_flights', '--mode', 'all', '--reason', `kill ${name}`).catch(
        (error: Error) => error,
      );
      // Inside the build, which takes seconds; the run is there when its row is.
      await expect.poll(async () => (await newestRun())[0]?.id, { timeout: 15_000 }).not.toBe(before?.id);
      await new Promise((resolve) => setTimeout(resolve, 700));
      const victim = children(app).find(({ command }) => pattern.test(command));
      expect(victim, `${name} among ${JSON.stringify(children(app))}`).toBeTruthy();
      process.kill(victim?.pid ?? 0, 'SIGKILL');

      await expect
        .poll(async () => (await page.request.get('/api/health').catch(() => null))?.status(), { timeout: 30_000 })
        .toBe(200);
      await expect
        .poll(() => totals().catch(() => null), { timeout: 30_000 })
        .toEqual([{ daily: '3000000', monthly: '3000000' }]);
      await refresh;
      const ended = /^(succeeded|failed|partial)$/;
      await expect.poll(async () => (await newestRun())[0]?.state, { timeout: 60_000 }).toMatch(ended);
      const [run] = await newestRun();
      if (run?.state !== 'succeeded') expect(run?.error).toBeTruthy();
      expect(await totals()).toEqual([{ daily: '3000000', monthly: '3000000' }]);
      await signIn(page, admin, '/dashboards/us-flights');
      await expect(page.getByText('2,999,994').first()).toBeVisible();
    });
  }
});
