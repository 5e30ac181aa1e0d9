import { sql } from 'kysely';
import { relationAt, rowsOfGeneration } from '#lib/compile/read.ts';
import { statement } from '#lib/compile/statement.ts';
import type { TimeBucket } from '#lib/definition/grain.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Base } from '../build/base.ts';
import { least, midnight } from '../build/complete.ts';
import { builtThrough } from '../plan/plan.ts';
import type { RunContext } from '../run/context.ts';
import type { RestoredMember } from './restore.ts';
import { type PartitionsKnown, restoredPartitions } from './restored-partitions.ts';

/** Which partitions count as built after a roll-back, and what the summary is complete through. */
export type RestoredState = {
  partitions: string[];
  unbuilt: string[];
  builtThrough: string | null;
  completeThrough: string | null;
};

export async function restoredState(
  context: RunContext,
  base: Base,
  each: RestoredMember,
  undoes: number,
  upstream: RestoredState | null,
): Promise<RestoredState> {
  const { client } = context;
  const { member, days, like, was, served } = each;
  if (!like.partition) {
    const ends = [(like === was ? was : served).completeThrough, ...(upstream ? [upstream.completeThrough] : [])];
    return { partitions: [], unbuilt: [], builtThrough: null, completeThrough: await least(client, ends) };
  }
  const { partitions, unbuilt } = restoredPartitions(await partitionsKnown(context, each, undoes));
  const others = days ? (base.built.get(member.definition.name) ?? []) : [];
  const gone = new Set(unbuilt);
  const built = [...new Set([...others, ...partitions])].filter((partition) => !gone.has(partition));
  const through = builtThrough(built, partitionWidth(like));
  const ends = [
    await midnight(client, through, like.zone),
    await endOfRows(context, each),
    ...(upstream ? [upstream.completeThrough] : []),
  ];
  return { partitions, unbuilt, builtThrough: through, completeThrough: await least(client, ends) };
}

/**
 * What the restored rows were complete through. Days that had been complete before the epoch take nothing from what was
 * published since; others end it where they begin, or where it was before.
 */
async function endOfRows({ client }: RunContext, { days, was, served, like }: RestoredMember): Promise<string | null> {
  if (was === null || like !== was) return served.completeThrough;
  if (!days) return was.completeThrough;
  if (was.completeThrough === null || served.completeThrough === null) return null;
  const { rows } = await client.query<{ end: string }>(
    `select case when b >= cast($4 as timestamp) at time zone $5 then n
                 else least(n, greatest(b, cast($3 as timestamp) at time zone $5)) end::text as end
       from (select cast($1 as timestamptz) as b, cast($2 as timestamptz) as n) as t`,
    [was.completeThrough, served.completeThrough, days.from, days.to, like.zone],
  );
  return rows[0]?.end ?? null;
}

async function partitionsKnown(
  { client, schema }: RunContext,
  { days, like, was, served, tables }: RestoredMember,
  undoes: number,
): Promise<PartitionsKnown> {
  const by = partitionWidth(like);
  const column = quoted(like.partition?.column ?? '');
  const isOne = engineDialect(client).isOneOf('generation', 'bigint', [served.id, was?.id ?? served.id], 3);
  const recorded = await client.query<{ partition: string; epoch: string }>(
    `select "partition"::text as "partition", epoch::text as epoch from ${inSchema(schema, '_partition')}
      where ${isOne.text}
        and (cast($1 as date) is null or ("partition" >= cast($1 as date) and "partition" < cast($2 as date)))`,
    [days?.from ?? null, days?.to ?? null, ...isOne.values],
  );
  const withRows = await client.query<{ partition: string }>(
    `select distinct cast(date_trunc('${by}', cast(${column} as timestamp)) as date)::text as "partition"
       from ${inSchema(schema, tables[0]?.table ?? '')} where ${column} is not null`,
  );
  return {
    by,
    undoes,
    recorded: recorded.rows.map((row) => ({ partition: row.partition, epoch: Number(row.epoch) })),
    withRows: withRows.rows.map((row) => row.partition),
    ...(await builtBefore(client, schema, was, undoes)),
  };
}

/** Where the summary began before an epoch, and through when it was built without a gap. */
async function builtBefore(
  client: RunContext['client'],
  schema: string,
  was: ServedGeneration | null,
  undoes: number,
): Promise<{ first: string | null; through: string | null }> {
  if (!was?.partition) return { first: null, through: null };
  const rows = relationAt(schema, rowsOfGeneration(was), undoes - 1);
  const { text, values } = statement(
    sql`select min(${sql.id(was.partition.column)})::date::text as first from ${rows}`,
  );
  const first = await client.query<{ first: string | null }>(text, values);
  const through = await client.query<{ through: string | null }>(
    `select built_through::text as through from ${inSchema(schema, '_publish_summary')}
      where summary = $1 and epoch < $2 order by epoch desc limit 1`,
    [was.summary, undoes],
  );
  return { first: first.rows[0]?.first ?? null, through: through.rows[0]?.through ?? null };
}

function partitionWidth({ partition, summary }: ServedGeneration): Exclude<TimeBucket, 'hour'> {
  if (partition && partition.by !== 'hour') return partition.by;
  throw new Error(`${summary} has no partitions of whole days.`);
}
