import { inSchema } from '#lib/warehouse/name.ts';
import type { Days } from '../plan/plan.ts';
import type { RunContext } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';
import { inTransaction } from './in-transaction.ts';
import { readQuarantine } from './kept-build.ts';
import { outdatedReason } from './outdated.ts';
import { settle } from './settle.ts';

/**
 * Lets go of kept builds that a newer build of the same days has overtaken: one of all their days, or one that published
 * any of them, after which they may not be published any more. `days` is null for everything.
 */
export async function outdate(context: RunContext, days: Days | null, published: boolean): Promise<void> {
  const { client, schema, chain, run } = context;
  const [from, to] = ['cast($2 as date)', 'cast($3 as date)'];
  const overtaken = `(${from} is null or (range_from >= ${from} and range_to <= ${to})
    or (cast($4 as boolean) and (range_from is null or (range_from < ${to} and range_to > ${from}))))`;
  const where = `chain = $1 and state = 'open' and ${overtaken}`;
  const values = [chain.head.definition.name, days?.from ?? null, days?.to ?? null, published];
  const found = await client.query(`select 1 from ${inSchema(schema, '_quarantine')} where ${where} limit 1`, values);
  if (found.rowCount === 0) return;
  const decision = { state: 'outdated', who: null, reason: outdatedReason.builtAgain(run) } as const;
  await runStep('settle quarantine', () =>
    inTransaction(client, async (db) => {
      for (const row of await readQuarantine(db, schema, where, values)) await settle(db, schema, row, decision);
    }),
  );
}
