import { sql } from 'kysely';
import type { Partition } from '#lib/compile/partition.ts';
import { rowType } from '#lib/compile/row-type.ts';
import { type Sql, statement } from '#lib/compile/statement.ts';
import { bucketOf } from '#lib/compile/time.ts';
import type { Late, SourceDefinition } from '#lib/definition/source.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Member } from '../plan/chain.ts';
import type { Cursor } from '../plan/plan.ts';
import { reachOf } from './reach.ts';

/** What the sources with a cursor say: partitions with changed rows, whether all have, and where the cursors are now. */
export type Followed = { partitions: string[]; whole: boolean; cursors: Cursor[] };

/** Before every change there is. */
const beforeAll = '0001-01-01 00:00:00+00';

type CursorLate = Extract<Late, { tier: 'cursor' }>;

/** Looks in every source with a cursor for the rows changed since the last run that was published. */
export async function followCursors(db: Queryable, schema: string, head: Member): Promise<Followed> {
  const followed: Followed = { partitions: [], whole: false, cursors: [] };
  for (const source of head.definition.sources) {
    const { late } = source;
    if (late.tier !== 'cursor') continue;
    const before = await storedCursor(db, schema, head.definition.name, source.name);
    followed.cursors.push({ source: source.name, through: await newestChange(db, source, late) });
    const { mapped } = reachOf(head.definition, source);
    if (before === null || !head.plan.partition) followed.whole = true;
    else if (mapped)
      followed.partitions.push(
        ...(await changedSince(db, source, late, before, head.plan.zone, head.plan.partition.by)),
      );
    else followed.whole ||= await anyChangedSince(db, source, late, before);
  }
  return followed;
}

async function storedCursor(db: Queryable, schema: string, chain: string, source: string): Promise<string | null> {
  const { rows } = await db.query<{ through: string }>(
    `select through::text as through from ${inSchema(schema, '_cursor')} where chain = $1 and source = $2`,
    [chain, source],
  );
  return rows[0]?.through ?? null;
}

/** A change dated in the future, by a wrong clock, must not carry the cursor past those that are still to come. */
async function newestChange(db: Queryable, source: SourceDefinition, late: CursorLate): Promise<string> {
  const { text, values } = statement(
    sql`select least(max(${moment(source, late)}), cast(${sql.raw(engineDialect(db).now)} as timestamptz))::text as through
          from ${table(source)} as r`,
  );
  const { rows } = await db.query<{ through: string | null }>(text, values);
  return rows[0]?.through ?? beforeAll;
}

async function changedSince(
  db: Queryable,
  source: SourceDefinition,
  late: CursorLate,
  since: string,
  zone: string,
  by: Partition['by'],
): Promise<string[]> {
  const time = bucketOf(sql`r.${sql.ref(late.time)}`, rowType(source.columns[late.time] ?? ''), zone, by);
  const { text, values } = statement(
    sql`select distinct ${time}::text as "partition" from ${table(source)} as r where ${isSince(source, late, since)}`,
  );
  const { rows } = await db.query<{ partition: string | null }>(text, values);
  return rows.flatMap(({ partition }) => (partition === null || /infinity/.test(partition) ? [] : [partition]));
}

async function anyChangedSince(
  db: Queryable,
  source: SourceDefinition,
  late: CursorLate,
  since: string,
): Promise<boolean> {
  const { text, values } = statement(
    sql`select 1 from ${table(source)} as r where ${isSince(source, late, since)} limit 1`,
  );
  const { rowCount } = await db.query(text, values);
  return rowCount === 1;
}

const table = (source: SourceDefinition): Sql => sql.table(source.table);

/** When a row was last changed. A time without zone is counted as UTC, there and back. */
function moment(source: SourceDefinition, late: CursorLate): Sql {
  const column = sql`r.${sql.ref(late.column)}`;
  const zoned = rowType(source.columns[late.column] ?? '').kind === 'timestamptz';
  return zoned ? column : sql`(cast(${column} as timestamp) at time zone 'UTC')`;
}

/** Written so that an index on the column serves. */
function isSince(source: SourceDefinition, late: CursorLate, since: string): Sql {
  const column = sql`r.${sql.ref(late.column)}`;
  const edge = sql`(cast(${since} as timestamptz) - cast(${sql.lit(late.lag)} as interval))`;
  const zoned = rowType(source.columns[late.column] ?? '').kind === 'timestamptz';
  return zoned ? sql`${column} >= ${edge}` : sql`${column} >= (${edge} at time zone 'UTC')`;
}
