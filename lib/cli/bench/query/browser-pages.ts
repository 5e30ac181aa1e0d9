import type { Locator, Page } from 'playwright';
import type { Figure } from '#lib/cli/bench/table.ts';
import type { ReadWarehouse } from '#lib/query/read-warehouse.ts';
import { median } from '../refresh/quantile.ts';
import type { BenchApp } from './bench-app.ts';
import { drawnTiles } from './plain-page.ts';

/** A dashboard in Chromium beside a page that draws the same charts from a file: until the last tile is painted. */
export async function browserPages(app: BenchApp, warehouse: ReadWarehouse, rounds: number): Promise<Figure[]> {
  const context = await app.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const cookies = app.cookie.split('; ').map((cookie) => {
    const [name = '', ...value] = cookie.split('=');
    return { name, value: value.join('='), url: app.url };
  });
  await context.addCookies(cookies);
  await context.addInitScript(watch);
  const page = await context.newPage();
  const files: Record<string, unknown> = {
    first: await drawnTiles(warehouse, 'small', {}),
    second: await drawnTiles(warehouse, 'small', { period: 'last-90-days' }),
  };
  await page.route('**/bare-data/*.json', (route) =>
    route.fulfill({ json: files[/(\w+)\.json$/.exec(route.request().url())?.[1] ?? ''] }),
  );
  try {
    const opened = { dashboard: [] as number[], file: [] as number[] };
    const changed = { dashboard: [] as number[], file: [] as number[] };
    // The first round fetches every script.
    for (let round = 0; round <= rounds; round += 1) {
      await page.goto(`${app.url}/dashboards/bench-small`);
      opened.dashboard.push(await lastPaint(page));
      await page.getByRole('button', { name: /^period/i }).click();
      changed.dashboard.push(await clicked(page, page.getByRole('button', { name: /last 90 days/i })));
      await page.goto(`${app.url}/bare`);
      opened.file.push(await lastPaint(page));
      changed.file.push(await clicked(page, page.getByRole('button', { name: 'Change' })));
    }
    return [
      ...beside('dashboard in Chromium, warm: opened until the last tile is painted', opened),
      ...beside('another period, warm: chosen until the last tile is painted', changed),
    ];
  } finally {
    await context.close();
  }
}

function beside(what: string, times: { dashboard: number[]; file: number[] }): Figure[] {
  const [dashboard, file] = [median(times.dashboard.slice(1)), median(times.file.slice(1))];
  return [
    { what, value: dashboard, unit: 'ms' },
    { what: '  a bare page with the same charts from a file', value: file, unit: 'ms' },
    { what: '  dashboard against bare page', value: dashboard / file, unit: '×', aim: 1.5 },
  ];
}

/** Clicks in the page itself, so that the time the test driver takes is not counted. */
async function clicked(page: Page, target: Locator): Promise<number> {
  const began = await target.evaluate((element) => {
    const at = performance.now();
    (element as HTMLElement).click();
    return at;
  });
  return (await lastPaint(page)) - began;
}

/** When the last change of the page was painted, on the page's own clock; answered when it was still for a while. */
async function lastPaint(page: Page): Promise<number> {
  await page.locator('svg.recharts-surface').nth(5).waitFor();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const last = (window as { summaLastChange?: number }).summaLastChange ?? 0;
          if (performance.now() - last > 700) resolve(last);
          else setTimeout(look, 100);
        };
        look();
      }),
  );
}

/** Runs in the page: keeps the moment of the frame after the last change of what is drawn. */
function watch() {
  const kept = window as { summaLastChange?: number };
  const observer = new MutationObserver(() => {
    requestAnimationFrame(() => {
      kept.summaLastChange = performance.now();
    });
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
