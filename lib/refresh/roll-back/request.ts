import { sql } from 'kysely';
import type { Registry } from '#lib/definition/registry.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type RequestedRun, wake } from '../run/request.ts';
import { foundUndone } from './preview.ts';

/** Queues the roll-back of an epoch. Throws the sentence that refuses it. An equal wish that waits already is joined. */
export async function requestRollBack(
  store: ControlStore,
  db: Queryable,
  schema: string,
  registry: Registry,
  { epoch, reason, who }: { epoch: number; reason: string | null; who: string },
): Promise<RequestedRun> {
  const { refusal, head, days } = await foundUndone(db, schema, registry, epoch);
  if (refusal) throw new PersonError({ message: refusal });
  const input = JSON.stringify({ epoch });
  for (;;) {
    const added = await sql<{ id: string }>`
      insert into summa_control.run
        (chain, summary, mode, range_from, range_to, state, requested_by, reason, task, task_input)
      values (${head}, ${head}, 'all', ${days?.from ?? null}, ${days?.to ?? null}, 'queued', ${who}, ${reason},
        'roll back', ${input}::jsonb)
      on conflict do nothing
      returning id::text as id`.execute(store);
    const id = added.rows[0]?.id;
    if (id) {
      await wake(store);
      return { id, joined: false };
    }
    const waiting = await sql<{ id: string }>`
      select id::text as id from summa_control.run
       where chain = ${head} and state = 'queued' and attempt = 0 and task = 'roll back'
         and task_input = ${input}::jsonb`.execute(store);
    const joined = waiting.rows[0]?.id;
    if (joined) return { id: joined, joined: true };
    // It was claimed in between, so the wish becomes a run of its own.
  }
}
