import type pg from 'pg';
import { readQuarantine } from './kept-build.ts';
import { settle } from './settle.ts';

/** Builds that nobody has decided about for so long are let go of. */
const kept = '30 days';

/** Drops builds that were kept for too long. Returns how many. */
export async function clearQuarantine(db: pg.Pool, schema: string): Promise<number> {
  let cleared = 0;
  for (const row of await readQuarantine(db, schema, `state = 'open' and at < now() - interval '${kept}'`)) {
    const client = await db.connect();
    try {
      await client.query('begin');
      const settled = await settle(client, schema, row, {
        state: 'outdated',
        who: null,
        reason: `nobody decided in ${kept}`,
      });
      await client.query('commit');
      if (settled) cleared += 1;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }
  return cleared;
}
