import { sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type RequestedRun, wake } from '../run/request.ts';
import { daysOf } from './kept-build.ts';
import { chainNow } from './list-quarantine.ts';
import { refusalNow } from './refusal-now.ts';
import { requireQuarantine, requireReason } from './require.ts';

/** A person's decision about a kept build. */
export type QuarantineDecision = { id: string; reason: string; who: string };

/**
 * Queues the publish of a build that was kept, all summaries of its chain together. The reason is kept with the publish.
 * Throws the sentence that refuses it; it is asked once more when the run publishes.
 */
export async function requestPublishAnyway(
  store: ControlStore,
  db: Queryable,
  schema: string,
  registry: Registry,
  decision: QuarantineDecision,
): Promise<RequestedRun> {
  const reason = requireReason(decision.reason);
  const row = await requireQuarantine(db, schema, decision.id);
  const refusal = await refusalNow(db, schema, row, await chainNow(db, registry, row.chain));
  if (refusal) throw new PersonError({ message: refusal });
  const days = daysOf(row);
  const input = JSON.stringify({ quarantine: row.id });
  const id = await store.transaction().execute(async (trx) => {
    const added = await sql<{ id: string }>`
      insert into summa_control.run
        (chain, summary, mode, range_from, range_to, state, requested_by, reason, task, task_input)
      values (${row.chain}, ${row.chain}, 'all', ${days?.from ?? null}, ${days?.to ?? null}, 'queued', ${decision.who},
        ${reason}, 'publish anyway', ${input}::jsonb)
      on conflict do nothing
      returning id::text as id`.execute(trx);
    const run = added.rows[0]?.id;
    if (!run) return null;
    const detail = { quarantine: row.id, summary: row.chain, unit: row.unit, reason, run };
    await audit(trx, { who: decision.who, what: 'quarantine.publish', detail });
    return run;
  });
  if (id) {
    await wake(store);
    return { id, joined: false };
  }
  const waiting = await sql<{ id: string }>`
    select id::text as id from summa_control.run
     where chain = ${row.chain} and task = 'publish anyway' and task_input = ${input}::jsonb
     order by run.id desc limit 1`.execute(store);
  const joined = waiting.rows[0]?.id;
  if (!joined) throw new PersonError({ message: message('problem.noQuarantine', { id: row.id }), status: 404 });
  return { id: joined, joined: true };
}
