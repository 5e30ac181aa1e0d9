import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { milliseconds } from './kept-for.ts';

/**
 * Moves the horizon of a chain to the epoch that was its newest when the kept time began, so that what any page showed since
 * can be read. All summaries of the chain share it, for a page's days and months must agree. It never goes back. Returns how
 * many milliseconds of the pause behind its last move are left.
 */
export async function moveHorizon(
  db: Queryable,
  schema: string,
  chain: readonly SummaryDefinition[],
  keep: string,
  pauseMs: number,
): Promise<number> {
  const horizons = inSchema(schema, '_horizon');
  const names = chain.map(({ name }) => name);
  const { rows } = await db.query<{ epoch: string | null }>(
    `select max(p.epoch)::text as epoch
       from ${inSchema(schema, '_publish_summary')} s join ${inSchema(schema, '_publish')} p on p.epoch = s.epoch
      where s.summary = $1 and p.at <= now() - $2 * interval '1 millisecond'`,
    [names[0], milliseconds(keep)],
  );
  const epoch = rows[0]?.epoch ?? null;
  if (epoch !== null) {
    // One statement, so that no page sees the horizon of a day moved and that of its month not.
    await db.query(
      `with moved as (
         update ${horizons} set epoch = $2, at = now() where summary = any($1::text[]) and epoch < $2
       )
       insert into ${horizons} (summary, epoch)
       select s, $2 from unnest($1::text[]) as s where not exists (select from ${horizons} h where h.summary = s)`,
      [names, epoch],
    );
  }
  const left = await db.query<{ left: number }>(
    `select coalesce(greatest(0, $2 - extract(epoch from now() - max(at)) * 1000), 0)::float8 as left
       from ${horizons} where summary = any($1::text[])`,
    [names, pauseMs],
  );
  return left.rows[0]?.left ?? 0;
}
