import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';

/** The ends of a run that somebody must be told of. */
export const troubledStates = ['failed', 'partial', 'quarantined'];

/** The summaries whose newest ended run did not succeed, of those that are defined now. */
export async function troubledSummaries(store: ControlStore, defined: string[]): Promise<string[]> {
  const { rows } = await sql<{ summary: string }>`
    select summary from (
      select distinct on (chain) chain, summary, state from summa_control.run
       where finished_at is not null and state <> 'cancelled' and chain = any(${defined}::text[])
       order by chain, id desc) newest
     where state = any(${troubledStates}::text[]) order by summary`.execute(store);
  return rows.map(({ summary }) => summary);
}
