import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { inTransaction } from '../quarantine/in-transaction.ts';
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
  const { now, isOneOf, rows: rowsOf } = engineDialect(db);
  const horizons = inSchema(schema, '_horizon');
  const names = chain.map(({ name }) => name);
  const { rows } = await db.query<{ epoch: string | null }>(
    `select max(p.epoch)::text as epoch
       from ${inSchema(schema, '_publish_summary')} s join ${inSchema(schema, '_publish')} p on p.epoch = s.epoch
      where s.summary = $1 and p.at <= cast(${now} as timestamptz) - interval '${milliseconds(keep)} milliseconds'`,
    [names[0]],
  );
  const epoch = rows[0]?.epoch ?? null;
  if (epoch !== null) {
    // One transaction, so that no page sees the horizon of a day moved and that of its month not.
    await inTransaction(db, async (client) => {
      const isOne = isOneOf('summary', 'text', names, 2);
      await client.query(`update ${horizons} set epoch = $1, at = ${now} where ${isOne.text} and epoch < $1`, [
        epoch,
        ...isOne.values,
      ]);
      const all = rowsOf('s', { summary: { type: 'text', values: names } }, 2);
      await client.query(
        `insert into ${horizons} (summary, epoch, at)
         select s.summary, cast($1 as bigint), ${now} from ${all.text}
          where not exists (select 1 from ${horizons} h where h.summary = s.summary)`,
        [epoch, ...all.values],
      );
    });
  }
  const isOne = isOneOf('summary', 'text', names, 1);
  const moved = await db.query<{ at: string | null; now: string }>(
    `select ${inMilliseconds('max(at)')} as at, ${inMilliseconds(`cast(${now} as timestamptz)`)} as now
       from ${horizons} where ${isOne.text}`,
    isOne.values,
  );
  const { at = null, now: asked = '0' } = moved.rows[0] ?? {};
  return at === null ? 0 : Math.max(0, pauseMs - (Number(asked) - Number(at)));
}

/** A moment as milliseconds, to be compared with others of the same clock. */
const inMilliseconds = (moment: string) => `(extract(epoch from ${moment}) * 1000)::text`;
