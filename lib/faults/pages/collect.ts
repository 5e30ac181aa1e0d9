import type pg from 'pg';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Published, RunRecord } from '../history/history.ts';
import { type Claim, type Expected, expectedAt, type Served, type TrueDay } from './expected.ts';
import { dailyOf } from './shops.ts';

/** Reads from the warehouse, when all is over, what was published and what each epoch of each shop must show. */
export async function collectTruth(db: pg.Pool, names: readonly string[]): Promise<Map<string, Map<number, Expected>>> {
  const counter = await db.query<{ n: number }>('select n::int as n from summa._epoch');
  const epochs = Array.from({ length: counter.rows[0]?.n ?? 0 }, (_, index) => index + 1);
  const served = await db.query<{ id: string; summary: string; from: number; to: number | null }>(
    `select id::text as id, summary, from_epoch::int as from, to_epoch::int as to from summa._generation
      where from_epoch is not null and summary = any($1)`,
    [names.map(dailyOf)],
  );
  const generations: Served[] = served.rows.map(({ summary, ...rest }) => ({
    ...rest,
    shop: names.find((name) => dailyOf(name) === summary) ?? '',
  }));
  const claims = await db.query<Claim>(`
    select c.epoch::int as epoch, c.generation::text as generation, c.partition::text as day, c.gone,
           (select max(s.state) from truth.state s
             where s.shop = replace(g.summary, '_daily', '')
               and pg_visible_in_snapshot(s.xid, cast(c.snapshot as pg_snapshot))) as state
      from truth.claim c join summa._generation g on g.id = c.generation
     where g.summary like '%\\_daily' order by c.seq`);
  const days = await db.query<TrueDay>(`
    select shop, state, day::text as day, orders::text as orders, revenue::text as revenue, buyers::text as buyers
      from truth.day`);
  const undone = await db.query<{ epoch: number; undone: number }>(
    'select epoch::int as epoch, min(undone)::int as undone from summa._hold group by epoch',
  );
  const given = {
    served: generations,
    claims: claims.rows,
    days: days.rows,
    undone: new Map(undone.rows.map((row) => [row.epoch, row.undone])),
  };
  return new Map(names.map((shop) => [shop, expectedAt(shop, epochs, given)]));
}

/** The warehouse's record of publishes, each with what it must show. */
export async function collectPublishes(
  db: pg.Pool,
  truth: ReadonlyMap<string, ReadonlyMap<number, Expected>>,
): Promise<Published[]> {
  const { rows } = await db.query<{ epoch: number; run: string; attempt: number; unit: string; shop: string | null }>(`
    select p.epoch::int as epoch, p.run::text as run, p.attempt, p.unit,
           (select replace(min(summary), '_daily', '') from summa._publish_summary s
             where s.epoch = p.epoch and s.summary like '%\\_daily') as shop
      from summa._publish p order by p.epoch`);
  return rows.map(({ shop, ...row }) => ({
    kind: 'publish',
    ...row,
    shop: shop ?? 'none',
    expected: truth.get(shop ?? '')?.get(row.epoch)?.totals ?? { orders: '?', revenue: '?', buyers: '?' },
  }));
}

/** The control store's record of runs. */
export async function collectRuns(store: ControlStore): Promise<RunRecord[]> {
  const runs = await store.selectFrom('run').select(['id', 'state', 'error', 'finished_at']).orderBy('id').execute();
  const units = await store
    .selectFrom('run_unit')
    .select(['run', 'unit', 'epoch'])
    .where('state', '=', 'published')
    .execute();
  return runs.map((run) => ({
    kind: 'run',
    run: run.id,
    state: run.state,
    error: run.error,
    finishedAt: run.finished_at?.getTime() ?? null,
    units: units.filter((unit) => unit.run === run.id).map(({ unit, epoch }) => ({ unit, epoch: Number(epoch) })),
  }));
}
