import type { Queryable } from '#lib/warehouse/queryable.ts';

/** A moment somebody asks about: for everybody, and as the wall clock of the summary shows it. */
export type Through = { instant: string; local: string };

/** The end of a day, or a moment, which without an offset is meant in the zone. */
export async function resolveThrough(db: Queryable, text: string, zone: string): Promise<Through> {
  const moment = momentOf(text);
  const { rows } = await db.query<Through>(
    `select to_char(m at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as instant,
            to_char(m at time zone $2, 'YYYY-MM-DD"T"HH24:MI:SS.US') as local
       from (select ${moment} as m) as asked`,
    [text, zone],
  );
  const [through] = rows;
  if (!through) throw new Error(`${text} is no moment.`);
  return through;
}

function momentOf(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `(cast(cast($1 as date) + 1 as timestamp) at time zone $2)`;
  if (/(Z|[+-]\d\d:?\d\d)$/.test(text)) return `cast($1 as timestamptz)`;
  return `(cast($1 as timestamp) at time zone $2)`;
}
