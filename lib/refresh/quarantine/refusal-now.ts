import type { Message } from '#lib/i18n/message.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Chain } from '../plan/chain.ts';
import { heldDays } from '../roll-back/hold.ts';
import { touchesHeld } from '../roll-back/touches-held.ts';
import { daysOf, type QuarantineRow } from './kept-build.ts';
import { type Now, refusalOf } from './refusal.ts';

/** Why a kept build may not be published now. `chain` is null when its definitions do not fit their sources. */
export async function refusalNow(
  db: Queryable,
  schema: string,
  row: QuarantineRow,
  chain: Chain | null,
): Promise<Message | null> {
  return refusalOf(row, await readNow(db, schema, row, chain));
}

async function readNow(db: Queryable, schema: string, row: QuarantineRow, chain: Chain | null): Promise<Now> {
  const { epoch } = await latestEpoch(db, schema);
  return {
    definitions: chain && new Map(chain.members.map(({ plan }) => [plan.summary, plan.fingerprint])),
    served: await generationsAt(db, schema, epoch),
    publishedSince: await publishedSince(db, schema, row),
    held: touchesHeld(await heldDays(db, schema, row.chain), daysOf(row)),
    gone: await anyGone(db, schema, row),
  };
}

/** The newest epoch after the build's base that changed any of its days, in any of its summaries. */
async function publishedSince(db: Queryable, schema: string, row: QuarantineRow): Promise<number | null> {
  const members = engineDialect(db).rows(
    'm',
    {
      summary: { type: 'text', values: row.build.members.map(({ summary }) => summary) },
      day_from: { type: 'date', values: row.build.members.map(({ days }) => days?.from ?? null) },
      day_to: { type: 'date', values: row.build.members.map(({ days }) => days?.to ?? null) },
    },
    2,
  );
  const { rows } = await db.query<{ epoch: string | null }>(
    `select max(p.epoch)::text as epoch
       from ${members.text}
       join ${inSchema(schema, '_publish_summary')} p on p.summary = m.summary and p.epoch > $1
      where m.day_from is null or p.range_from is null or (p.range_from < m.day_to and p.range_to > m.day_from)`,
    [row.base_epoch, ...members.values],
  );
  const epoch = rows[0]?.epoch ?? null;
  return epoch === null ? null : Number(epoch);
}

async function anyGone(db: Queryable, schema: string, { build }: QuarantineRow): Promise<boolean> {
  const tables = build.members.flatMap((member) => member.tables.map(({ table }) => table));
  const isOne = engineDialect(db).isOneOf('tablename', 'text', tables, 2);
  const { rowCount } = await db.query(`select 1 from pg_tables where schemaname = $1 and ${isOne.text}`, [
    schema,
    ...isOne.values,
  ]);
  return rowCount !== new Set(tables).size;
}
