import { inSchema } from './name.ts';
import type { Queryable } from './queryable.ts';

/** What a page must know of the warehouse as it is now. */
export type Newest = {
  epoch: number;
  incarnation: string;
  /** The oldest epoch that can be read, of each summary that has such a limit. */
  horizons: ReadonlyMap<string, number>;
};

/** The newest epoch and all horizons, in one statement: every page load begins with it. */
export async function readNewest(db: Queryable, schema: string): Promise<Newest> {
  const { rows } = await db.query<{ n: string; incarnation: string; summary: string | null; horizon: string | null }>(
    `select e.n::text as n, e.incarnation::text as incarnation, h.summary, h.epoch::text as horizon
       from ${inSchema(schema, '_epoch')} e left join ${inSchema(schema, '_horizon')} h on true`,
  );
  const [first] = rows;
  if (!first)
    throw new Error(`${schema}._epoch is empty. Expected its one row. Restore the warehouse, or drop the schema.`);
  const limited = rows.flatMap(({ summary, horizon }): [string, number][] =>
    summary === null || horizon === null ? [] : [[summary, Number(horizon)]],
  );
  return { epoch: Number(first.n), incarnation: first.incarnation, horizons: new Map(limited) };
}
