import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Days } from '#lib/refresh/plan/plan.ts';
import { releaseHold } from '#lib/refresh/roll-back/hold.ts';
import { requestRollBack } from '#lib/refresh/roll-back/request.ts';
import type { Engine } from '#lib/refresh/run/engine.ts';
import { type RefreshWish, requestRefresh } from '#lib/refresh/run/request.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { dailyOf } from './shops.ts';
import { changeShop } from './truth.ts';

/** A refresh that ended well: what must be in it by now. Days are null for all. */
export type Waited = { run: string; shop: string; state: number; days: Days | null; epoch: number };

export type Writer = { stop: () => Promise<Waited[]> };

const everything: Days = { from: '2024-01-01', to: '2025-01-01' };

/**
 * Changes a shop's rows and refreshes it, on and on, in all the ways there are: some days, all of them, a new generation, what
 * is due, and now and then a roll-back. Whatever dies meanwhile, it tries again.
 */
export function startWriter(engine: Engine, db: pg.Pool, shop: string): Writer {
  let stopped = false;
  const waited: Waited[] = [];
  const writing = (async () => {
    for (let round = 1; !stopped; round++) {
      try {
        const done = await writeOnce(engine, db, shop, round, () => stopped);
        if (done) waited.push(done);
      } catch {
        // The server is away, or the run is; what was changed is refreshed the next time.
        await sleep(200);
      }
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await writing;
      return waited;
    },
  };
}

async function writeOnce(
  engine: Engine,
  db: pg.Pool,
  shop: string,
  round: number,
  stopped: () => boolean,
): Promise<Waited | null> {
  const state = await changeShop(db, shop, ...changes(shop, round));
  const way = ways[round % ways.length] ?? 'all days';
  if (way === 'roll back') {
    await rollBack(engine, db, shop, stopped);
    return null;
  }
  const { days, ...wish } = wishes[way](round);
  const { id } = await requestRefresh(engine.store, engine.registry, {
    summary: dailyOf(shop),
    requestedBy: 'writer',
    ...wish,
  });
  const ended = await endOf(engine, id, stopped);
  if (ended !== 'succeeded') return null;
  const { epoch } = await latestEpoch(db, 'summa');
  return days === undefined ? null : { run: id, shop, state, days, epoch };
}

type Way = 'some days' | 'all days' | 'new generation' | 'due';
type Wish = Pick<RefreshWish, 'mode' | 'range'> & { days?: Days | null };

const ways: readonly (Way | 'roll back')[] = [
  ...(['some days', 'due', 'all days', 'some days', 'new generation', 'some days', 'roll back', 'all days'] as const),
];

const wishes: Record<Way, (round: number) => Wish> = {
  'some days': (round) => {
    const from = new Date(Date.UTC(2024, 0, 21 + ((round * 7) % 60))).toISOString().slice(0, 10);
    const to = new Date(Date.UTC(2024, 0, 31 + ((round * 7) % 60))).toISOString().slice(0, 10);
    return { mode: 'all', range: { from, to }, days: { from, to } };
  },
  'all days': () => ({ mode: 'all', range: everything, days: everything }),
  'new generation': () => ({ mode: 'all', range: null, days: null }),
  // Only the look-back is looked at, so nothing is claimed of the days behind it.
  due: () => ({ mode: 'due', range: null }),
};

/** Rows updated, deleted, late, and now and then a new day; amounts that no torn sum could add up to by chance. */
function changes(shop: string, round: number): string[] {
  const day = `timestamptz '2024-01-20 15:00Z' + interval '1 day'`;
  return [
    `update raw.${shop} set amount = amount + 7.13 where order_id % 20 = ${round % 20}`,
    `delete from raw.${shop} where order_id % 211 = ${round % 211} and order_id % 3 = 0`,
    `insert into raw.${shop} (ordered_at, country, amount, customer_id)
     select ${day} * ((g * 13 + ${round}) % 70) + interval '5 hours', 'JP', ${round} + 0.01 * g, ${round} % 60
       from generate_series(1, 8) g`,
    ...(round % 5 === 0
      ? [
          `insert into raw.${shop} (ordered_at, country, amount, customer_id)
           select max(ordered_at) + interval '1 day', 'KR', 3.33, 7 from raw.${shop}`,
        ]
      : []),
  ];
}

/** Undoes the shop's last publish, lets go of its days at once, and leaves it to the next refresh to build them again. */
async function rollBack(engine: Engine, db: pg.Pool, shop: string, stopped: () => boolean): Promise<void> {
  const { rows } = await db.query<{ epoch: number }>(
    'select max(epoch)::int as epoch from summa._publish_summary where summary = $1',
    [dailyOf(shop)],
  );
  const epoch = rows[0]?.epoch ?? 0;
  const request = { epoch, reason: 'the rows are wrong', who: 'writer' };
  // The first epoch of a shop, or one before which its definition was another, is refused.
  const run = await requestRollBack(engine.store, db, 'summa', engine.registry, request).catch(() => null);
  if (run) await endOf(engine, run.id, stopped);
  const holds = await db.query<{ id: string }>(
    'select id::text as id from summa._hold where summary = $1 and released_at is null',
    [dailyOf(shop)],
  );
  for (const { id } of holds.rows) await releaseHold(db, 'summa', { id, who: 'writer' });
}

/** How a run ends; null when nobody waits for it any more. */
async function endOf(engine: Engine, id: string, stopped: () => boolean): Promise<string | null> {
  while (!stopped()) {
    const run = await engine.store
      .selectFrom('run')
      .select(['state', 'finished_at'])
      .where('id', '=', id)
      .executeTakeFirst()
      .catch(() => undefined);
    if (run?.finished_at) return run.state;
    await sleep(60);
  }
  return null;
}
