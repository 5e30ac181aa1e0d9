import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '#lib/cli/bench/table.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import type { BenchWarehouse } from './bench-warehouse.ts';
import { busyShare, processorSeconds } from './cpu.ts';
import { newestDays } from './facts.ts';
import { readPage } from './page.ts';
import { median, quantile } from './quantile.ts';

const wantedShare = 0.3;
const secondsEach = 15;
const turns = 3;

/**
 * Pages that are asked for at a fixed rate whatever the answers take (an open loop), at about 30 % of the machine: alone,
 * beside a constant refresh that publishes nothing, and beside one that publishes each time.
 */
export async function readers(warehouse: BenchWarehouse, table: string): Promise<Figure[]> {
  const pages = await pagesPerSecond(warehouse, table);
  const alone: number[] = [];
  const [without, withPublishes]: [number[], number[]] = [[], []];
  const shares: number[] = [];
  let refreshes = 0;
  for (let turn = 0; turn < turns; turn++) {
    shares.push(await busyShare(async () => void alone.push(...(await load(warehouse, table, pages)))));
    for (const publish of [false, true]) {
      const { child, count } = await startLoop(warehouse, table, publish);
      (publish ? withPublishes : without).push(...(await load(warehouse, table, pages)));
      if (publish) refreshes += count();
      await endLoop(child);
    }
  }
  const p95 = (times: number[]) => quantile(times, 0.95);
  return [
    {
      what: `pages at ${pages.toFixed(0)} a second (${(100 * median(shares)).toFixed(0)} % busy), 95 of 100`,
      value: p95(alone),
      unit: 'ms',
    },
    { what: '  beside a refresh that publishes nothing', value: p95(without), unit: 'ms' },
    { what: `  beside a refresh that publishes (${refreshes} times)`, value: p95(withPublishes), unit: 'ms' },
    { what: '  with publishes against without', value: p95(withPublishes) / p95(without), unit: '×', aim: 1.2 },
  ];
}

/** How many pages a second keep the wished share of the machine busy. */
async function pagesPerSecond(warehouse: BenchWarehouse, table: string): Promise<number> {
  const pool = warehousePool('pages', warehouse.environment.warehouseReadUrl);
  const from = newestDays(30).from;
  const tries = 60;
  const spent = processorSeconds();
  for (let page = 0; page < tries; page++) await readPage(pool, `${table}_often`, from);
  const perPage = (processorSeconds() - spent) / tries;
  return (wantedShare * availableParallelism()) / perPage;
}

/** Times of all pages that were asked for, from when they were due. */
async function load(warehouse: BenchWarehouse, table: string, perSecond: number): Promise<number[]> {
  const pool = warehousePool('pages', warehouse.environment.warehouseReadUrl);
  const from = newestDays(30).from;
  const times: number[] = [];
  const open: Promise<void>[] = [];
  const began = performance.now();
  for (let page = 0; page < perSecond * secondsEach; page++) {
    const due = began + (page * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    open.push(readPage(pool, `${table}_often`, from).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(open);
  return times;
}

async function startLoop(warehouse: BenchWarehouse, table: string, publish: boolean) {
  const child = fork(path.join(import.meta.dirname, 'refresh-loop.ts'), {
    env: {
      ...process.env,
      BENCH_ENVIRONMENT: JSON.stringify(warehouse.environment),
      BENCH_TABLE: table,
      BENCH_PUBLISH: publish ? '1' : '0',
    },
  });
  let refreshed = 0;
  child.on('message', () => {
    refreshed++;
  });
  await once(child, 'message');
  return { child, count: () => refreshed };
}

async function endLoop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  // Its run is taken up by the next loop once the lease has ended.
  await sleep(11_000);
}
