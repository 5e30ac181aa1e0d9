import { type Message, message } from '#lib/i18n/message.ts';
import { generationsAt, latestEpoch, type ServedGeneration } from '#lib/warehouse/generation.ts';
import { horizonsOf } from '#lib/warehouse/horizon.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Days } from '../plan/plan.ts';
import { undoesNothing } from './undoes-nothing.ts';

/** An epoch as a roll-back sees it. */
export type Undone = {
  epoch: number;
  /** What it published, each with its days (null: everything). */
  summaries: { summary: string; days: Days | null }[];
  /** The head of the chain; null where no definition names one of the summaries. */
  head: string | null;
  /** Days of the head that are restored; null for everything. */
  days: Days | null;
  /** What served each summary before the epoch, and what serves it now. */
  before: ReadonlyMap<string, ServedGeneration>;
  now: ReadonlyMap<string, ServedGeneration>;
  /** Later epochs on the same days, newest first. */
  alsoUndoes: number[];
  /** Why it cannot be undone, or null. */
  refusal: Message | null;
};

/**
 * Reads what undoing an epoch is about, and whether that is possible; null when there is no such epoch. `headOf` names the
 * head of the chain of a summary, null of one that nobody knows.
 */
export async function readUndone(
  db: Queryable,
  schema: string,
  headOf: (summary: string) => string | null,
  epoch: number,
): Promise<Undone | null> {
  const summaries = await publishedAt(db, schema, epoch);
  if (summaries.length === 0) return null;
  const { epoch: latest } = await latestEpoch(db, schema);
  const [before, now] = [await generationsAt(db, schema, epoch - 1), await generationsAt(db, schema, latest)];
  const head = summaries.flatMap(({ summary }) => headOf(summary) ?? [])[0] ?? null;
  const days = summaries.find(({ summary }) => summary === head)?.days ?? null;
  const found = { epoch, summaries, head, days, before, now };
  return {
    ...found,
    alsoUndoes: head ? await laterOn(db, schema, head, epoch, days) : [],
    refusal: (await refusalOf(db, schema, found)) ?? (await nothingLeft(db, schema, found, latest)),
  };
}

async function publishedAt(db: Queryable, schema: string, epoch: number): Promise<Undone['summaries']> {
  const { rows } = await db.query<{ summary: string; from: string | null; to: string | null }>(
    `select summary, range_from::text as from, range_to::text as to from ${inSchema(schema, '_publish_summary')}
      where epoch = $1 order by summary`,
    [epoch],
  );
  return rows.map(({ summary, from, to }) => ({ summary, days: from && to ? { from, to } : null }));
}

async function laterOn(db: Queryable, schema: string, head: string, epoch: number, days: Days | null) {
  const { rows } = await db.query<{ epoch: string }>(
    `select epoch::text as epoch from ${inSchema(schema, '_publish_summary')}
      where summary = $1 and epoch > $2
        and (cast($3 as date) is null or range_from is null
          or (range_from < cast($4 as date) and range_to > cast($3 as date)))
      order by _publish_summary.epoch desc`,
    [head, epoch, days?.from ?? null, days?.to ?? null],
  );
  return rows.map((row) => Number(row.epoch));
}

type Found = Omit<Undone, 'alsoUndoes' | 'refusal'>;

async function nothingLeft(db: Queryable, schema: string, found: Found, latest: number): Promise<Message | null> {
  const nothing = await undoesNothing(db, schema, found, latest);
  return nothing ? message('problem.rollBackNothing', { epoch: found.epoch }) : null;
}

async function refusalOf(
  db: Queryable,
  schema: string,
  { epoch, summaries, head, days, before, now }: Found,
): Promise<Message | null> {
  const names = summaries.map(({ summary }) => summary);
  if (head === null) return message('problem.rollBackUnknown', { epoch, summary: names[0] ?? '' });
  const first = names.find((summary) => !before.has(summary));
  if (first) return message('problem.rollBackFirst', { epoch, summary: first });
  for (const [summary, horizon] of await horizonsOf(db, schema, names)) {
    if (epoch - 1 < horizon) return message('problem.rollBackHorizon', { epoch, summary, horizon });
  }
  const was = before.get(head);
  if (days === null || was === undefined || was.fingerprint === now.get(head)?.fingerprint) return null;
  // The days of one definition do not fit into the columns of another.
  const { rows } = await db.query<{ epoch: string | null }>(
    `select min(from_epoch)::text as epoch from ${inSchema(schema, '_generation')}
      where summary = $1 and from_epoch >= $2 and fingerprint <> $3`,
    [head, epoch, was.fingerprint],
  );
  return message('problem.rollBackDefinition', { epoch, summary: head, changed: rows[0]?.epoch ?? '' });
}
