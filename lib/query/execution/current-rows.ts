import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** An epoch of a summary. */
export type SummaryAt = { summary: string; epoch: number };

/**
 * The rows served now, when they are those of the epoch; null when a publish came between. It is asked after they were
 * read: epochs only grow, so where nothing newer is published by then, nothing was when the rows were read. Without the
 * rows that later epochs replaced, a statement over many rows takes a tenth to a quarter less.
 */
export async function currentRowsAt<T>(
  db: Queryable,
  schema: string,
  { summary, epoch }: SummaryAt,
  read: () => Promise<T>,
): Promise<T | null> {
  const found = await read().then(
    (rows) => ({ rows }),
    (error: unknown) => {
      // The tables of a generation that another one replaced are dropped in time.
      if ((error as { code?: unknown } | null)?.code === '42P01') return null;
      throw error;
    },
  );
  return found && (await newestPublish(db, schema, summary)) <= epoch ? found.rows : null;
}

async function newestPublish(db: Queryable, schema: string, summary: string): Promise<number> {
  const { rows } = await db.query<{ newest: string | null }>(
    `select max(epoch)::text as newest from ${inSchema(schema, '_publish_summary')} where summary = $1`,
    [summary],
  );
  // Without a publish there is nothing the rows could be of.
  return Number(rows[0]?.newest ?? Number.POSITIVE_INFINITY);
}
