import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import { PersonError } from '#lib/problem.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { command as cancel } from './cancel.ts';
import { command as plan } from './plan.ts';
import { command as refresh } from './refresh.ts';
import { command as rollback } from './rollback.ts';
import { command as runs } from './runs.ts';

let database: TestDatabase;
let environment: Environment;

before(async () => {
  // The registry reads it when it is loaded.
  process.env.SUMMA_DEMO = '1';
  database = await testDatabase();
  environment = readEnvironment({
    WAREHOUSE_URL: database.url,
    WAREHOUSE_READ_URL: database.readUrl,
    CONTROL_URL: database.controlUrl,
  });
  await migrateWarehouse(database.url, 'summa', database.readUrl);
  await migrateControlStore(controlStore(database.controlUrl));
  await database.pool.query(`
    create schema shop;
    create table shop.orders (order_id bigint not null, customer_id bigint not null, ordered_at timestamptz not null,
      country text not null, channel text not null, status text not null, coupon text, amount numeric(12,2) not null,
      updated_at timestamptz not null);
    create table shop.refunds (refund_id bigint not null, order_id bigint not null, refunded_at timestamptz not null,
      amount numeric(12,2) not null, reason text not null);
    insert into shop.orders
      select n, n, timestamptz '2024-01-01 15:00Z', 'KR', 'web', 'paid', null, 10, now() from generate_series(1, 60) n;
    insert into shop.refunds
      select n, n, timestamptz '2024-01-01 15:00Z' + n * interval '1 day', 5, 'late' from generate_series(1, 60) n`);
});
after(async () => {
  await closeControlStore(database.controlUrl);
  await database.drop();
});

async function run(command: Command, ...args: string[]): Promise<{ out: string; said: string; code: number }> {
  const [out, said]: [string[], string[]] = [[], []];
  const code = await command.run(args, {
    environment,
    print: (line) => void out.push(line),
    say: (line) => void said.push(line),
  });
  return { out: out.join('\n'), said: said.join('\n'), code: code ?? 0 };
}

const total = async () =>
  (await database.pool.query<{ refunded: string }>('select sum(refunded)::text as refunded from summa.daily_refunds'))
    .rows[0]?.refunded;

describe('summa plan, refresh, cancel, rollback, runs', { timeout: 240_000 }, () => {
  it('plans without doing, then refreshes as planned', async () => {
    assert.match((await run(plan, 'daily_refunds')).out, /^daily_refunds: full, because of this: .* never built/);
    assert.equal((await run(runs)).said, 'There is no such run.');
    assert.equal((await run(refresh, 'daily_refunds')).out, 'Run 1 succeeded.');
    assert.equal(await total(), '300.00');
    const days = ['--mode', 'all', '--from', '2024-01-10', '--to', '2024-01-13'];
    const text = await run(plan, 'daily_refunds', ...days);
    assert.match(text.out, /units +3, with 3 partitions, 2024-01-10 to 2024-01-12$/m);
    assert.match(text.out, /days +2024-01-10\.\.2024-01-13$/m);
    assert.match(text.out, /cost +[\d.]+ for \d+ rows/);
    assert.match(text.out, /dashboards +.*Shop sales/);
    const preview = JSON.parse((await run(plan, 'daily_refunds', ...days, '--json')).out);
    assert.deepEqual([preview.units, preview.partitions, preview.kind], [3, 3, 'incremental']);
    assert.equal((await run(refresh, 'daily_refunds', ...days, '--reason', 'test')).out, 'Run 2 succeeded.');
    assert.match((await run(plan, 'daily_refunds', ...days)).out, /time +about [\d.]+ s, by the last run$/m);
    assert.match((await run(plan, 'daily_refunds', '--mode', 'missing')).out, /units +none: there is nothing to do/);
  });

  it('does not wait when told so, and attaches to the run later', async () => {
    const requested = await run(refresh, 'daily_refunds', '--no-wait');
    assert.equal(requested.out, '3');
    assert.match((await run(refresh, 'daily_refunds', '--no-wait')).said, /Joined run 3/);
    assert.equal((await run(refresh, '--attach', '3')).out, 'Run 3 succeeded.');
    assert.equal((await run(refresh, '--attach', '3')).out, 'Run 3 succeeded.');
    await assert.rejects(run(refresh, '--attach', '99'), /no run 99/);
  });

  it('cancels a run that waits, and refuses one that has ended', async () => {
    const { out: id } = await run(refresh, 'daily_refunds', '--mode', 'missing', '--no-wait');
    assert.equal((await run(cancel, id, '--now')).out, `Run ${id} is cancelled.`);
    await assert.rejects(run(cancel, id), (error) => error instanceof PersonError && error.status === 409);
    await assert.rejects(run(cancel, '999'), (error) => error instanceof PersonError && error.status === 404);
    await assert.rejects(run(refresh, '--attach', id), /did not succeed: Cancelled/);
  });

  it('rolls an epoch back with a reason, once somebody agrees', async () => {
    await database.pool.query(`update shop.refunds set amount = 500 where refund_id = 20`);
    await run(refresh, 'daily_refunds', '--mode', 'all', '--from', '2024-01-21', '--to', '2024-01-22');
    assert.equal(await total(), '795.00');
    const listed = JSON.parse((await run(runs, '--limit', '1', '--json')).out);
    const epoch = String(listed[0].epochs.to);
    await assert.rejects(run(rollback, epoch, '--reason', 'wrong'), UsageError);
    assert.equal(await total(), '795.00');
    const done = await run(rollback, epoch, '--reason', 'wrong', '--yes');
    assert.match(done.said, /daily_refunds, 2024-01-21\.\.2024-01-22: 1 rows come back, 1 go/);
    assert.match(done.out, /^Run \d+ succeeded\.$/);
    assert.equal(await total(), '300.00');
    assert.match((await run(plan, 'daily_refunds')).out, /held +2024-01-21\.\.2024-01-22/);
    await assert.rejects(run(rollback, '1', '--reason', 'x', '--yes'), /first publish of daily_refunds/);
    await assert.rejects(run(rollback, '9999', '--reason', 'x', '--yes'), /9999/);
  });

  it('lists runs by summary and state', async () => {
    const lines = (await run(runs, '--summary', 'daily_refunds')).out.split('\n');
    assert.match(
      lines[0] ?? '',
      /^\d+\tsucceeded\tdaily_refunds\troll back\t2024-01-21\.\.2024-01-22\t1\/1 units\tepoch \d+\tcommand line\t/,
    );
    assert.equal((await run(runs, '--state', 'cancelled')).out.split('\n').length, 1);
    assert.equal((await run(runs, '--limit', '2')).out.split('\n').length, 2);
    assert.equal((await run(runs, '--summary', 'daily_sales')).said, 'There is no such run.');
  });

  it('refuses what it does not understand, with the usage', async () => {
    const wrong: [Command, ...string[]][] = [
      [plan],
      [plan, 'daily_refunds', 'daily_sales'],
      [plan, 'daily_refunds', '--mode', 'some'],
      [plan, 'daily_refunds', '--from', '2024-01-01'],
      [plan, 'daily_refunds', '--from', '2024-02-30', '--to', '2024-03-01'],
      [plan, 'daily_refunds', '--from', '2024-02-02', '--to', '2024-02-02'],
      [plan, 'daily_refunds', '--what'],
      [refresh],
      [refresh, 'daily_refunds', '--attach', '1'],
      [refresh, '--attach', 'x'],
      [cancel],
      [cancel, 'x'],
      [cancel, '1', '2'],
      [rollback, '--reason', 'x'],
      [rollback, '1'],
      [rollback, '1', '--reason', ' '],
      [runs, 'daily_refunds'],
      [runs, '--state', 'done'],
      [runs, '--limit', '0'],
    ];
    for (const [command, ...args] of wrong) await assert.rejects(run(command, ...args), UsageError, args.join(' '));
    await assert.rejects(run(plan, 'nothing'), /no summary called "nothing"/);
  });
});
