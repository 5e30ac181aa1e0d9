import { audit } from '#lib/auth/audit.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { inTransaction } from './in-transaction.ts';
import { closedRefusal } from './outdated.ts';
import type { QuarantineDecision } from './request-publish-anyway.ts';
import { requireQuarantine, requireReason } from './require.ts';
import { settle } from './settle.ts';

/** Drops a kept build for good. Its days stay due, so the next refresh builds them from what its sources hold then. */
export async function discardQuarantine(
  store: ControlStore,
  db: Queryable,
  schema: string,
  _registry: Registry,
  decision: QuarantineDecision,
): Promise<void> {
  const reason = requireReason(decision.reason);
  const row = await requireQuarantine(db, schema, decision.id);
  const settled = await inTransaction(db, (client) =>
    settle(client, schema, row, { state: 'discarded', who: decision.who, reason }),
  );
  // Read again: it may have been closed just now.
  if (!settled)
    throw new PersonError({ message: closedRefusal(await requireQuarantine(db, schema, row.id)), status: 409 });
  const detail = { quarantine: row.id, summary: row.chain, unit: row.unit, reason };
  await audit(store, { who: decision.who, what: 'quarantine.discard', detail });
}
