import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { runStep } from '../run/run-step.ts';
import { inTransaction } from './in-transaction.ts';
import { findQuarantine } from './kept-build.ts';
import { settle } from './settle.ts';

/** Closes the records of builds that a run has published before it died: the warehouse's record of publishes decides. */
export async function settlePublished(db: Queryable, schema: string): Promise<void> {
  const { rows } = await db.query<{ id: string; who: string; reason: string | null }>(
    `select q.id::text as id, p.who, p.reason from ${inSchema(schema, '_quarantine')} q
       join ${inSchema(schema, '_publish')} p on p.run = q.decided_run and p.unit = q.unit
      where q.state = 'open'`,
  );
  for (const { id, who, reason } of rows) {
    const row = await findQuarantine(db, schema, id);
    if (!row) continue;
    await runStep('settle quarantine', () =>
      inTransaction(db, (client) => settle(client, schema, row, { state: 'published', who, reason })),
    );
  }
}
