import { readAt } from '#lib/refresh/testing/read-at.ts';
import type { Shop } from '#lib/refresh/testing/shop.ts';
import { plainBuyers, plainDaily, plainMonthly } from '#lib/refresh/testing/shop.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

/** In what the newest epoch differs from plain SQL over the raw rows. */
export async function wrongRows(shop: Shop): Promise<string[]> {
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  const problems: string[] = [];
  for (const [summary, relation, plain] of [
    ['daily', 'rows', plainDaily],
    ['monthly', 'rows', plainMonthly],
    ['daily', 'buyers', plainBuyers],
  ] as const) {
    const served = sorted(await readAt(shop.pool, epoch, summary, relation));
    const expected = sorted((await shop.pool.query(plain)).rows);
    const wrong = served.filter((row) => !expected.includes(row)).length;
    const missing = expected.filter((row) => !served.includes(row)).length;
    if (served.length !== expected.length || wrong + missing > 0) {
      problems.push(
        `${summary} (${relation}): ${wrong} of ${served.length} rows are wrong, ${missing} of ${expected.length} missing`,
      );
    }
  }
  return problems;
}

/** In what the newest epoch contradicts itself, whatever the raw rows are: a month and its days, a summary and its companion. */
export async function tornRows(shop: Shop): Promise<string[]> {
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  const [daily, monthly, buyers] = [
    await readAt(shop.pool, epoch, 'daily'),
    await readAt(shop.pool, epoch, 'monthly'),
    await readAt(shop.pool, epoch, 'daily', 'buyers'),
  ];
  const cents = (rows: Record<string, string | null>[]) =>
    rows.reduce((sum, row) => sum + BigInt((row.revenue ?? '0').replace('.', '')), 0n);
  const total = (rows: Record<string, string | null>[], column: string) =>
    rows.reduce((sum, row) => sum + BigInt(row[column] ?? '0'), 0n);
  const problems: string[] = [];
  if (cents(daily) !== cents(monthly)) problems.push(`revenue: ${cents(daily)} by day, ${cents(monthly)} by month`);
  if (total(daily, 'orders') !== total(monthly, 'orders')) problems.push('orders differ by day and by month');
  if (total(daily, 'buyers') !== BigInt(buyers.length)) problems.push('buyers differ from their companion');
  return problems;
}

/** What a run left behind that it should not, and records that contradict each other. */
export async function leftovers(shop: Shop): Promise<string[]> {
  const { rows } = await shop.pool.query<{ problem: string }>(`
    select 'stage table ' || tablename as problem from pg_tables where schemaname = 'summa' and tablename ~ '^_s[0-9]'
    union all
    select 'generation ' || id || ' was never published' from summa._generation where from_epoch is null
    union all
    select 'table ' || tablename || ' belongs to no generation' from pg_tables
     where schemaname = 'summa' and tablename ~ '^_g[0-9]+_'
       and not exists (select from summa._generation g where g.id = substring(tablename from '^_g([0-9]+)_')::bigint)
    union all
    select e.n || ' epochs, but ' || p.n || ' publishes' from summa._epoch e, (select count(*) as n from summa._publish) p
     where e.n <> p.n`);
  const problems = rows.map((row) => row.problem);
  const published = await shop.pool.query<{ run: string; unit: string; epoch: string }>(
    'select run::text as run, unit, epoch::text as epoch from summa._publish',
  );
  const units = await shop.engine.store
    .selectFrom('run_unit')
    .select(['run', 'unit', 'epoch', 'state'])
    .where('state', '=', 'published')
    .execute();
  const said = new Map(units.map((unit) => [`${unit.run} ${unit.unit}`, unit.epoch]));
  for (const { run, unit, epoch } of published.rows) {
    const known = said.get(`${run} ${unit}`);
    said.delete(`${run} ${unit}`);
    if (known !== epoch) problems.push(`run ${run} published ${unit} at ${epoch}, and says ${known ?? 'it did not'}`);
  }
  for (const [unit, epoch] of said) problems.push(`run and unit ${unit} say epoch ${epoch}, which is not there`);
  const open = await shop.engine.store
    .selectFrom('run')
    .select(['id', 'state', 'error'])
    .where((where) => where.or([where('finished_at', 'is', null), where('state', 'in', ['failed', 'partial'])]))
    .execute();
  for (const { id, state, error } of open) if (!error) problems.push(`run ${id} is ${state} and does not say why`);
  return problems;
}
