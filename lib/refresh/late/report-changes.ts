import { isDay } from '#lib/calendar/day.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { PersonError } from '#lib/problem.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { upsert } from '#lib/warehouse/upsert.ts';
import type { Days } from '../plan/plan.ts';
import { inTransaction } from '../quarantine/in-transaction.ts';

/** What a loader says it has done to a source. */
export type ChangeReport = {
  source: string;
  /** Half-open days, in the zone of each summary that reads the source; null is everything, none is nothing. */
  ranges: Days[] | null;
  /** The moment up to which the source is now complete, where its definition goes by the loader's word. */
  through?: string | null;
  who: string;
  why: string | null;
};

/**
 * Notes what changed in a source. Partitions built before are stale from now on, and the next refresh that is due builds them
 * again; what was built goes on being served, and being complete, until then.
 */
export async function reportChanges(
  db: Queryable,
  schema: string,
  registry: Registry,
  report: ChangeReport,
): Promise<{ ranges: number }> {
  const { source, ranges, through = null, who, why } = report;
  const definition = registry.sources.find((each) => each.name === source);
  if (!definition) {
    const known = registry.sources.map((each) => each.name).join(', ');
    throw refusal(
      `There is no source '${source}'.`,
      `Expected one of: ${known || 'none is defined'}.`,
      'Correct the name.',
      404,
    );
  }
  for (const { from, to } of ranges ?? []) {
    if (isDay(from) && isDay(to) && from < to) continue;
    throw refusal(
      `The range is ${from} to ${to}.`,
      'Expected two days YYYY-MM-DD, the first before the second, which is not included.',
      'Correct the days.',
    );
  }
  if (through !== null && definition.watermark !== 'manifest') {
    throw refusal(
      `'${source}' does not go by what its loader says it is complete through.`,
      "Expected watermark: 'manifest' in its definition.",
      'Change the definition, or leave out `through`.',
    );
  }
  if (through !== null && !isMoment(through)) {
    throw refusal(
      `The source is said to be complete through '${through}'.`,
      'Expected a moment with its zone, such as 2024-02-01T00:00:00Z.',
      'Correct it.',
    );
  }
  const days = ranges === null ? [{ from: null, to: null }] : ranges;
  if (engineDialect(db).name === 'redshift') {
    await reportInRedshift(db, schema, { ...report, ranges: days });
    return { ranges: days.length };
  }
  // One statement: a reader never finds the changes without the moment, or the other way round.
  await db.query(
    `with complete as (
       insert into ${inSchema(schema, '_manifest')} (source, through, who)
       select $1, cast($4 as timestamptz), $5 where $4 is not null
       on conflict (source) do update set through = excluded.through, who = excluded.who, at = now())
     insert into ${inSchema(schema, '_change')} (source, day_from, day_to, who, why)
     select $1, d.day_from, d.day_to, $5, $6 from unnest($2::date[], $3::date[]) as d (day_from, day_to)`,
    [source, days.map(({ from }) => from), days.map(({ to }) => to), through, who, why],
  );
  return { ranges: days.length };
}

type InRedshift = Omit<ChangeReport, 'ranges'> & { ranges: { from: string | null; to: string | null }[] };

/**
 * The same in one transaction. The table is locked before its last number is read, so that numbers grow in the order of
 * commits: a build that sees one has seen all below it.
 */
async function reportInRedshift(
  db: Queryable,
  schema: string,
  { source, ranges, through = null, who, why }: InRedshift,
): Promise<void> {
  const changes = inSchema(schema, '_change');
  await inTransaction(db, async (client) => {
    await client.query(`lock table ${changes}`);
    if (through !== null) await upsert(client, inSchema(schema, '_manifest'), { source }, { through, who });
    for (const { from, to } of ranges) {
      await client.query(
        `insert into ${changes} (id, source, day_from, day_to, at, who, why)
         select coalesce(max(id), 0) + 1, cast($1 as varchar(65535)), cast($2 as date), cast($3 as date), getdate(),
                cast($4 as varchar(65535)), cast($5 as varchar(65535)) from ${changes}`,
        [source, from, to, who, why],
      );
    }
  });
}

function isMoment(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

function refusal(found: string, expected: string, todo: string, status = 422): PersonError {
  return new PersonError({ found, expected, todo, status });
}
