import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { WaitingBuild } from './summary-types.ts';

export type Troubles = { held: number; quarantined: number };

const none: Troubles = { held: 0, quarantined: 0 };

/** How many holds and builds in quarantine wait for somebody, by the head of their chain. */
export async function readTroubles(db: Queryable, schema: string): Promise<(chain: string) => Troubles> {
  const { rows } = await db.query<Troubles & { chain: string }>(
    `select chain, sum(held)::int as held, sum(quarantined)::int as quarantined
       from (select summary as chain, 1 as held, 0 as quarantined
               from ${inSchema(schema, '_hold')} where released_at is null
             union all
             select chain, 0, 1 from ${inSchema(schema, '_quarantine')} where state = 'open') as t
      group by chain`,
  );
  const byChain = new Map(rows.map(({ chain, held, quarantined }) => [chain, { held, quarantined }]));
  return (chain) => byChain.get(chain) ?? none;
}

/** The builds of a chain that wait in quarantine, the newest first. */
export async function readWaitingBuilds(db: Queryable, schema: string, chain: string): Promise<WaitingBuild[]> {
  const { rows } = await db.query<{
    id: string;
    from: string | null;
    to: string | null;
    at: string;
    run: string;
    why: WaitingBuild['why'];
  }>(
    `select id::text as id, range_from::text as from, range_to::text as to, run::text as run, why,
            to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
       from ${inSchema(schema, '_quarantine')} q where chain = $1 and state = 'open' order by q.id desc`,
    [chain],
  );
  return rows.map(({ from, to, ...build }) => ({
    ...build,
    range: from && to ? { from, to } : null,
  }));
}
