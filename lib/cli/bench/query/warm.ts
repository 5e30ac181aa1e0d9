import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Figure } from '#lib/cli/bench/table.ts';
import { median, quantile } from '../refresh/quantile.ts';
import type { DashboardAction } from './action.ts';

/** PostgreSQL tells of a scan when its connection was idle for ten seconds, at the latest. */
const told = 11_000;

/** A page that was asked before, again and again: how long on the server, and how often a table of rows was looked at. */
export async function warmPage(owner: pg.Pool, action: DashboardAction): Promise<Figure[]> {
  const asked = { dashboard: 'bench-small', filters: {} };
  for (let round = 0; round < 20; round += 1) await action(asked);
  await delay(told);
  const before = await scans(owner);
  const times: number[] = [];
  for (let round = 0; round < 300; round += 1) times.push((await action(asked)).milliseconds);
  await delay(told);
  return [
    { what: 'the same page, warm: median', value: median(times), unit: 'ms' },
    { what: '  95 of 100 within', value: quantile(times, 0.95), unit: 'ms', aim: 15 },
    { what: '  scans of rows in 300 loads', value: (await scans(owner)) - before, unit: '×', aim: 1 },
  ];
}

/** Every look at a table or index that holds rows of a summary. */
async function scans(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ scans: string }>(
    `select sum(seq_scan + coalesce(idx_scan, 0))::text as scans from pg_stat_user_tables
      where schemaname = 'summa' and relname ~ '^_g[0-9]'`,
  );
  return Number(rows[0]?.scans ?? 0);
}

/** Fifty viewers at once, each with one of ten periods at first sight and then again. */
export async function manyViewers(action: DashboardAction, periods: readonly string[]): Promise<Figure[]> {
  const times: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 50 }, async (_, viewer) => {
      for (let load = 0; load < 10; load += 1) {
        const period = periods[(viewer + load) % periods.length] ?? 'all';
        times.push((await action({ dashboard: 'bench-small', filters: { period } })).milliseconds);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return [
    { what: 'fifty viewers at once, ten loads each of ten pages: median', value: median(times), unit: 'ms' },
    { what: '  95 of 100 within', value: quantile(times, 0.95), unit: 'ms' },
    { what: '  all of them', value: seconds, unit: 's' },
  ];
}
