import pg from 'pg';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** Runs statements in one transaction, on the connection given or on one of the pool's. */
export async function inTransaction<T>(db: Queryable, work: (client: Queryable) => Promise<T>): Promise<T> {
  if (!(db instanceof pg.Pool)) return transact(db, work);
  const client = await db.connect();
  try {
    return await transact(client, work);
  } finally {
    client.release();
  }
}

async function transact<T>(client: Queryable, work: (client: Queryable) => Promise<T>): Promise<T> {
  await client.query('begin isolation level read committed');
  try {
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
