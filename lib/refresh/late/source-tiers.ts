import { headOf } from '#lib/definition/registry.ts';
import type { SourceDefinition } from '#lib/definition/source.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { captureState } from './capture-state.ts';
import type { SourceTier } from './late-types.ts';
import { reachOf } from './reach.ts';

/** How late rows of each source of a summary are noticed, and whether that works just now. */
export async function sourceTiers(db: Queryable, schema: string, summary: SummaryDefinition): Promise<SourceTier[]> {
  const head = headOf(summary);
  const tiers: SourceTier[] = [];
  for (const source of head.sources) {
    const state = await stateOf(db, schema, source);
    const why = state.why ?? reachWords(head, source);
    tiers.push({ source: source.name, table: source.table, tier: source.late.tier, state: state.state, why });
  }
  return tiers;
}

async function stateOf(
  db: Queryable,
  schema: string,
  source: SourceDefinition,
): Promise<Pick<SourceTier, 'state' | 'why'>> {
  if (source.late.tier !== 'exact') return { state: 'ok', why: null };
  const { state, said } = await captureState(db, schema, source);
  return { state: state === 'exact' ? 'ok' : state, why: said };
}

/** What a change costs where the partitions it touches cannot be told. */
function reachWords(head: SummaryDefinition, source: SourceDefinition): Message | null {
  const { tier } = source.late;
  if (tier === 'window' || tier === 'none' || reachOf(head, source).mapped || !head.refresh.by) return null;
  return message('tier.reachesAll', { table: source.table, summary: head.name, by: head.refresh.by });
}
