import { findSummary, type Registry } from '#lib/definition/registry.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { withoutExamples } from '../checks/check-result.ts';
import { type Chain, readChain } from '../plan/chain.ts';
import { isTransient } from '../run/transient.ts';
import { daysOf, type QuarantineRow, readQuarantine } from './kept-build.ts';
import { closedRefusal } from './outdated.ts';
import type { QuarantineView } from './quarantine-types.ts';
import { refusalNow } from './refusal-now.ts';

/** So many builds that somebody has decided about, or that were overtaken, are listed. */
const mostClosed = 100;

/** Builds that were kept, the newest first; with `open` only those that wait for a decision. */
export async function listQuarantine(
  db: Queryable,
  schema: string,
  registry: Registry,
  { open = false }: { open?: boolean } = {},
): Promise<QuarantineView[]> {
  const closed = `q.id in (select c.id from ${inSchema(schema, '_quarantine')} c where c.state <> 'open' order by c.id desc limit ${mostClosed})`;
  const rows = await readQuarantine(db, schema, open ? `state = 'open'` : `(state = 'open' or ${closed})`);
  const chains = new Map<string, Chain | null>();
  const views: QuarantineView[] = [];
  for (const row of rows) {
    if (row.state === 'open' && !chains.has(row.chain)) chains.set(row.chain, await chainNow(db, registry, row.chain));
    views.push(await viewOf(db, schema, row, chains.get(row.chain) ?? null));
  }
  return views;
}

/** A record as it is shown. Why it may not be published is asked only of what is open. */
export async function viewOf(
  db: Queryable,
  schema: string,
  row: QuarantineRow,
  chain: Chain | null,
): Promise<QuarantineView> {
  return {
    id: row.id,
    summary: row.chain,
    run: row.run,
    unit: row.unit,
    range: daysOf(row),
    kind: row.kind,
    why: row.why,
    at: row.at,
    state: row.state,
    checks: withoutExamples(row.checks),
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    reason: row.reason,
    refusal: row.state === 'open' ? await refusalNow(db, schema, row, chain) : closedRefusal(row),
  };
}

/** The chain as this process defines it; null when it is no longer defined, or does not fit its sources. */
export async function chainNow(db: Queryable, registry: Registry, head: string): Promise<Chain | null> {
  if (!findSummary(registry, head)) return null;
  return readChain(db, registry, head).catch((error: unknown) => {
    if (isTransient(error)) throw error;
    return null;
  });
}
