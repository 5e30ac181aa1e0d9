import { type Message, message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { inSchema } from './name.ts';
import type { Queryable } from './queryable.ts';

/** The oldest epoch that can be read, of each summary that has such a limit. */
export async function horizonsOf(
  db: Queryable,
  schema: string,
  summaries: readonly string[],
): Promise<Map<string, number>> {
  // All of them, which are few: the same statement for every page, so that pages can share it.
  const { rows } = await db.query<{ summary: string; epoch: string }>(
    `select summary, epoch::text as epoch from ${inSchema(schema, '_horizon')}`,
  );
  return new Map(rows.filter((row) => summaries.includes(row.summary)).map((row) => [row.summary, Number(row.epoch)]));
}

/** The oldest epoch at which all of some summaries can be read; null while nothing was cleared away. */
export async function oldestEpoch(db: Queryable, schema: string, summaries: readonly string[]): Promise<number | null> {
  const horizons = await horizonsOf(db, schema, summaries);
  return horizons.size === 0 ? null : Math.max(...horizons.values());
}

/**
 * The sentence that refuses a read whose rows may be gone, or null. Asked after the rows were read, or in their snapshot:
 * retention moves the horizon first and deletes later, so rows that were complete when read are let through only while the
 * horizon is below.
 */
export async function passedHorizon(
  db: Queryable,
  schema: string,
  summary: string,
  epoch: number,
): Promise<Message | null> {
  const horizon = (await horizonsOf(db, schema, [summary])).get(summary) ?? 0;
  return epoch < horizon ? message('problem.horizon', { summary, horizon, epoch }) : null;
}

/**
 * Reads rows of a summary at an epoch and only then looks at its horizon. Throws the refusal where that has passed the epoch;
 * a table that is gone, because its generation was cleared away, is the same.
 */
export async function readAboveHorizon<T>(
  db: Queryable,
  schema: string,
  { summary, epoch }: { summary: string; epoch: number },
  read: () => Promise<T>,
): Promise<T> {
  const rows = await read().catch(async (error: unknown) => {
    if ((error as { code?: unknown } | null)?.code === '42P01') await refusePassed(db, schema, summary, epoch);
    throw error;
  });
  await refusePassed(db, schema, summary, epoch);
  return rows;
}

async function refusePassed(db: Queryable, schema: string, summary: string, epoch: number): Promise<void> {
  const passed = await passedHorizon(db, schema, summary, epoch);
  if (passed) throw new PersonError({ message: passed });
}
