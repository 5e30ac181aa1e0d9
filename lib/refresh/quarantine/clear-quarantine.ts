import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { inTransaction } from './in-transaction.ts';
import { readQuarantine } from './kept-build.ts';
import { outdatedReason } from './outdated.ts';
import { settle } from './settle.ts';
import { settlePublished } from './settle-published.ts';

/** Builds that nobody has decided about for so long are let go of. */
const kept = '30 days';

/** Drops builds that were kept for too long. Returns how many. */
export async function clearQuarantine(db: Queryable, schema: string): Promise<number> {
  await settlePublished(db, schema);
  const { now } = engineDialect(db);
  let cleared = 0;
  const decision = { state: 'outdated', who: null, reason: outdatedReason.tooOld } as const;
  for (const row of await readQuarantine(
    db,
    schema,
    `state = 'open' and at < cast(${now} as timestamptz) - interval '${kept}'`,
  )) {
    if (await inTransaction(db, (client) => settle(client, schema, row, decision))) cleared += 1;
  }
  return cleared;
}
