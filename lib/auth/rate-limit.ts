import { sql } from 'kysely';
import { secretHash } from '#lib/auth/secret.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Something counted, and how often a minute it may happen. */
export type Limit = { key: string; perMinute: number };

/**
 * Counts one attempt against every limit and says whether all of them still allow it. One atomic statement on the
 * database's clock: attempts that come at the same moment, through any number of web processes, are all counted.
 */
export async function withinLimits(db: ControlStore, limits: readonly Limit[]): Promise<boolean> {
  const byKey = new Map(limits.map((limit) => [secretHash(limit.key), limit.perMinute]));
  // In one order, always: two statements that lock the same two rows in different orders would be a deadlock.
  const keys = [...byKey.keys()].sort();
  const counted = await sql<{ key: string; count: number }>`
    insert into summa_control.attempt as a (key, started_at, count)
    select key, now(), 1 from unnest(${keys}::text[]) with ordinality as k (key, n) order by n
    on conflict (key) do update set
      count = case when a.started_at < now() - interval '1 minute' then 1 else a.count + 1 end,
      started_at = case when a.started_at < now() - interval '1 minute' then now() else a.started_at end
    returning key, count`.execute(db);
  return counted.rows.every((row) => row.count <= (byKey.get(row.key) ?? 0));
}

/** Takes back one attempt that turned out to be nobody guessing, so that only failures use the limits up. */
export async function forgive(db: ControlStore, limits: readonly Limit[]): Promise<void> {
  const keys = limits.map((limit) => secretHash(limit.key)).sort();
  await sql`
    update summa_control.attempt set count = count - 1
    where count > 0 and key in (select key from summa_control.attempt where key = any(${keys}) order by key for update)
  `.execute(db);
}

/**
 * Forgets counters and sessions that are over, so that neither table grows for ever. Rows somebody else holds are left
 * for next time: two sign-ins that wait for each other's rows would be a deadlock.
 */
export async function sweep(db: ControlStore): Promise<void> {
  await sql`
    delete from summa_control.attempt where key in (
      select key from summa_control.attempt where started_at < now() - interval '1 hour' for update skip locked
    )`.execute(db);
  await sql`
    delete from summa_control.session where hash in (
      select hash from summa_control.session where expires_at < now() for update skip locked
    )`.execute(db);
}
