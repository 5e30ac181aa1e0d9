import type { Benchmark } from '#lib/cli/bench/benchmark.ts';
import { dashboardAction } from '#lib/cli/bench/query/action.ts';
import { benchApp } from '#lib/cli/bench/query/bench-app.ts';
import { browserPages } from '#lib/cli/bench/query/browser-pages.ts';
import { coldPage, daysBefore } from '#lib/cli/bench/query/cold.ts';
import { lastDay } from '#lib/cli/bench/query/facts.ts';
import { copyServed } from '#lib/cli/bench/query/plain-page.ts';
import { manyViewers, warmPage } from '#lib/cli/bench/query/warm.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';

/** `--small` takes few rounds: for trying, not for figures. */
export const benchmark: Benchmark = {
  title: 'Questions beside the same SQL over a plain table',
  async run({ options, say }) {
    const rounds = options.includes('--small') ? 3 : 15;
    const app = await benchApp(say);
    try {
      const { owner, environment } = app;
      await copyServed(owner, 'small');
      await copyServed(owner, 'large');
      const url = environment.warehouseReadUrl;
      const warehouse = {
        pages: warehousePool('pages', url),
        exports: warehousePool('exports', url),
        schema: environment.schema,
      };
      const action = dashboardAction(app.folder, app.url, app.cookie);
      say('cold pages');
      // A process that has just begun runs its code more slowly.
      for (let days = 10; days < 40; days += 1) {
        await action({ dashboard: 'bench-small', filters: { period: `${daysBefore(days)}..${lastDay}` } });
      }
      const small = await coldPage(warehouse, environment.warehouseUrl, action, 'small', rounds);
      const large = await coldPage(warehouse, environment.warehouseUrl, action, 'large', rounds);
      say('warm pages');
      const warm = await warmPage(owner, action);
      say('many viewers');
      const periods = Array.from({ length: 10 }, (_, index) => `${daysBefore(200 - index)}..${lastDay}`);
      const many = await manyViewers(action, periods);
      say('pages in a browser');
      return [
        ...small.figures,
        ...large.figures,
        { what: 'cold page of ten times the rows against the small one', value: large.page / small.page, unit: '×' },
        ...warm,
        ...many,
        ...(await browserPages(app, warehouse, rounds)),
      ];
    } finally {
      await closeWarehousePools();
      await app.close();
    }
  },
};
