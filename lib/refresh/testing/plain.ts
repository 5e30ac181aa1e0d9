import assert from 'node:assert/strict';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readAt } from './read-at.ts';
import { plainDaily, plainMonthly, type Shop } from './shop.ts';

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

/** What is served equals plain SQL over the raw rows, to the row counts that publishes recorded. */
export async function assertServesPlain({ pool }: Pick<Shop, 'pool'>): Promise<void> {
  const { epoch } = await latestEpoch(pool, 'summa');
  for (const [summary, query] of [
    ['daily', plainDaily],
    ['monthly', plainMonthly],
  ] as const) {
    const plain = await pool.query(query);
    assert.deepEqual(sorted(await readAt(pool, epoch, summary)), sorted(plain.rows), summary);
    const { rows } = await pool.query<{ rows: string }>(
      'select rows::text as rows from summa._publish_summary where summary = $1 order by epoch desc limit 1',
      [summary],
    );
    assert.equal(rows[0]?.rows, String(plain.rows.length), `${summary} counted`);
  }
}
