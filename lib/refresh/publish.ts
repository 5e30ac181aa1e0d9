import { inSchema, literal } from '#lib/warehouse/name.ts';
import type { Base } from './base.ts';
import { MovedMeanwhile, type RunContext, Superseded } from './context.ts';
import type { Diff } from './diff.ts';
import type { Days } from './plan.ts';
import { columnList } from './tables.ts';

/** What a publish does to one summary. */
export type SummaryPublish = {
  summary: string;
  /** The generation that serves afterwards. */
  generation: string;
  /** True when that generation takes over from another, or is the first. */
  switches: boolean;
  days: Days | null;
  /** SQL that narrows the current rows to the days. */
  within: string;
  diffs: Diff[];
  /** Rows of the summary itself, companions not counted. */
  opened: number;
  closed: number;
  rows: string;
  builtThrough: string | null;
  completeThrough: string | null;
  /** Partitions that were built, whatever changed in them. */
  partitions: string[];
};

export type Publish = { unit: string; kind: 'incremental' | 'full'; base: Base; summaries: SummaryPublish[] };

export type Published = { epoch: number; milliseconds: number };

/**
 * Publishes a unit: one short transaction. Its first statement takes the epoch, and the row lock on the counter makes
 * commit order equal epoch order; a reader at an epoch never sees it change. Returns the epoch, and how long the row was locked.
 */
export async function publishUnit(context: RunContext, publish: Publish): Promise<Published> {
  const { client, schema, run, attempt, who } = context;
  const $ = (table: string) => inSchema(schema, table);
  await client.query('begin isolation level read committed');
  const began = performance.now();
  try {
    const { rows } = await client.query<{ n: string }>(`update ${$('_epoch')} set n = n + 1 returning n::text as n`);
    const epoch = rows[0]?.n ?? '';
    await requireFence(context);
    await requireBase(context, publish.base);
    await client.query(
      `insert into ${$('_publish')} (epoch, run, attempt, unit, kind, who) values ($1, $2, $3, $4, $5, $6)`,
      [epoch, run, attempt, publish.unit, publish.kind, who],
    );
    for (const summary of publish.summaries) {
      if (summary.switches) await switchGeneration(context, summary, epoch);
      for (const diff of summary.switches ? [] : summary.diffs) await applyDiff(context, summary, diff, epoch);
      await client.query(
        `insert into ${$('_publish_summary')}
           (epoch, summary, generation, range_from, range_to, rows_opened, rows_closed, rows, built_through, complete_through)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          epoch,
          summary.summary,
          summary.generation,
          summary.days?.from ?? null,
          summary.days?.to ?? null,
          summary.opened,
          summary.closed,
          summary.rows,
          summary.builtThrough,
          summary.completeThrough,
        ],
      );
      await recordPartitions(context, summary, epoch);
    }
    await client.query('commit');
    return { epoch: Number(epoch), milliseconds: Math.round(performance.now() - began) };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Notes partitions that were built and differ in nothing from what is served. They take no epoch. */
export async function recordUnchanged(context: RunContext, base: Base, summaries: SummaryPublish[]): Promise<void> {
  const fresh = summaries.filter(({ summary, partitions }) => {
    const built = new Set(base.built.get(summary) ?? []);
    return partitions.some((partition) => !built.has(partition));
  });
  if (fresh.length === 0) return;
  await context.client.query('begin isolation level read committed');
  try {
    await requireFence(context);
    for (const summary of fresh) await recordPartitions(context, summary, String(base.epoch));
    await context.client.query('commit');
  } catch (error) {
    await context.client.query('rollback').catch(() => {});
    throw error;
  }
}

/** A process that was taken over holds a smaller number than the warehouse knows by now. */
async function requireFence({ client, schema, chain, fence }: RunContext): Promise<void> {
  const { rows } = await client.query<{ fence: string }>(
    `select fence::text as fence from ${inSchema(schema, '_fence')} where summary = $1 for share`,
    [chain.head.definition.name],
  );
  if (rows[0]?.fence === fence) return;
  throw new Superseded(`A newer attempt has taken over ${chain.head.definition.name}; this one publishes nothing.`);
}

async function requireBase({ client, schema, chain, versions }: RunContext, base: Base): Promise<void> {
  const names = chain.members.map(({ definition }) => definition.name);
  const { rows } = await client.query<{ summary: string; epoch: string; version: string }>(
    `select p.summary, max(p.epoch)::text as epoch, max(g.version)::text as version
       from ${inSchema(schema, '_publish_summary')} p
       join ${inSchema(schema, '_generation')} g on g.summary = p.summary and g.from_epoch is not null and g.to_epoch is null
      where p.summary = any($1) group by p.summary`,
    [names],
  );
  const latest = new Map(rows.map((row) => [row.summary, row]));
  for (const name of names) {
    const now = latest.get(name);
    if (Number(now?.epoch ?? 0) !== (base.served.get(name)?.changedAt ?? 0)) {
      throw new MovedMeanwhile(`${name} was published at epoch ${now?.epoch} while this was built on an earlier one.`);
    }
    if (now && Number(now.version) > (versions.get(name)?.version ?? 0)) {
      throw new Superseded(
        `${name} is served by a newer definition than this process has. Expected the newest. Restart it with the newest code.`,
      );
    }
  }
}

async function switchGeneration({ client, schema }: RunContext, summary: SummaryPublish, epoch: string): Promise<void> {
  const generations = inSchema(schema, '_generation');
  await client.query(
    `update ${generations} set to_epoch = $2 where summary = $1 and from_epoch is not null and to_epoch is null`,
    [summary.summary, epoch],
  );
  await client.query(`update ${generations} set from_epoch = $2 where id = $1 and from_epoch is null`, [
    summary.generation,
    epoch,
  ]);
}

async function applyDiff(
  { client, schema }: RunContext,
  summary: SummaryPublish,
  diff: Diff,
  epoch: string,
): Promise<void> {
  const current = inSchema(schema, diff.relation.current);
  const changes = inSchema(schema, diff.table);
  const columns = columnList(diff.relation.columns);
  const gone = `${summary.within} and _id in (select _id from ${changes} where _side < 0)`;
  if (diff.closed > 0) {
    const moved = await client.query(
      `insert into ${inSchema(schema, diff.relation.closed)} (${columns}, _from, _to)
       select ${columns}, _from, cast(${literal(epoch)} as bigint) from ${current} where ${gone}`,
    );
    const removed = await client.query(`delete from ${current} where ${gone}`);
    if (moved.rowCount !== diff.closed || removed.rowCount !== diff.closed) {
      throw new MovedMeanwhile(
        `${diff.closed} rows of ${summary.summary} were to be closed, ${removed.rowCount} were there.`,
      );
    }
  }
  if (diff.opened > 0) {
    await client.query(
      `insert into ${current} (${columns}, _from)
       select ${columns}, cast(${literal(epoch)} as bigint) from ${changes} where _side > 0`,
    );
  }
}

async function recordPartitions({ client, schema, run }: RunContext, summary: SummaryPublish, epoch: string) {
  if (summary.partitions.length === 0) return;
  const table = inSchema(schema, '_partition');
  await client.query(`delete from ${table} where generation = $1 and partition = any($2::date[])`, [
    summary.generation,
    summary.partitions,
  ]);
  await client.query(
    `insert into ${table} (generation, partition, built_at, run, epoch)
     select $1, p, now(), $3, $4 from unnest($2::date[]) as p`,
    [summary.generation, summary.partitions, run, epoch],
  );
}
