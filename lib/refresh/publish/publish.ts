import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema, literal } from '#lib/warehouse/name.ts';
import type { Base } from '../build/base.ts';
import type { Diff } from '../build/diff.ts';
import { columnList } from '../build/tables.ts';
import type { Days } from '../plan/plan.ts';
import { Held, MovedElsewhere, MovedMeanwhile, type RunContext, Superseded } from '../run/context.ts';
import { publishStep } from './publish-step.ts';
import { recordPartitions, touchPartitions } from './record-partitions.ts';

/** What a publish does to one summary. */
export type SummaryPublish = {
  summary: string;
  /** The generation that serves afterwards. */
  generation: string;
  /** True when that generation takes over from another, or is the first. */
  switches: boolean;
  /** The generation whose other partitions the new one holds as they were; null when all of it was built. */
  carriesOver: string | null;
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
  /** Partitions that count as not built from now on; only a roll-back has some. */
  unbuilt?: string[];
};

export type Publish = {
  unit: string;
  kind: 'incremental' | 'full' | 'roll back';
  base: Base;
  summaries: SummaryPublish[];
  /** Why, where a person decided it. */
  reason?: string | null;
  /** Days of the head that no refresh may publish from this epoch on (null: all of them), and the epoch that is undone. */
  holds?: { days: Days | null; undone: number } | null;
};

export type Published = { epoch: number; milliseconds: number };

/**
 * Publishes a unit: one short transaction. Its first statement takes the epoch, and the row lock on the counter makes
 * commit order equal epoch order; a reader at an epoch never sees it change. Returns the epoch, and how long the row was
 * locked. Throws {@link Superseded}, {@link Held}, {@link MovedMeanwhile} or {@link MovedElsewhere}; then nothing is published.
 */
export async function publishUnit(context: RunContext, publish: Publish): Promise<Published> {
  return context.oneAfterAnother(() => publishOnItsTurn(context, publish));
}

async function publishOnItsTurn(context: RunContext, publish: Publish): Promise<Published> {
  const { client, schema, run, attempt, who } = context;
  const { now } = engineDialect(client);
  const $ = (table: string) => inSchema(schema, table);
  const began = performance.now();
  try {
    await publishStep(client, 'begin', 'begin isolation level read committed');
    const epoch = await takeEpoch(context);
    await requireFence(context);
    if (publish.kind !== 'roll back') await requireNoHold(context, publish);
    await requireBase(context, publish);
    await publishStep(
      client,
      'record publish',
      `insert into ${$('_publish')} (epoch, run, attempt, unit, kind, at, who, reason)
       values ($1, $2, $3, $4, $5, ${now}, $6, $7)`,
      [epoch, run, attempt, publish.unit, publish.kind, who, publish.reason ?? null],
    );
    for (const summary of publish.summaries) {
      if (summary.switches) await switchGeneration(context, summary, epoch);
      for (const diff of summary.switches ? [] : summary.diffs) await applyDiff(context, summary, diff, epoch);
      await publishStep(
        client,
        'record summary',
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
      // What rows of an older epoch were built from is not known any more.
      const snapshot = publish.kind === 'roll back' ? null : publish.base.snapshot;
      await recordPartitions(context, snapshot, summary, epoch);
    }
    if (publish.holds) await holdDays(context, publish, publish.holds, epoch);
    await publishStep(client, 'commit', 'commit');
    return { epoch: Number(epoch), milliseconds: Math.round(performance.now() - began) };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Notes partitions that were built and differ in nothing from what is served. They take no epoch. */
export async function recordUnchanged(context: RunContext, base: Base, summaries: SummaryPublish[]): Promise<void> {
  const { client } = context;
  await context.oneAfterAnother(async () => {
    try {
      await publishStep(client, 'begin', 'begin isolation level read committed');
      await requireFence(context);
      for (const summary of summaries) await touchPartitions(context, base, summary);
      await publishStep(client, 'commit', 'commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
  });
}

/** The next epoch. The row, in Redshift its table, stays locked until the publish ends. */
async function takeEpoch({ client, schema }: RunContext): Promise<string> {
  const table = inSchema(schema, '_epoch');
  const { returning } = engineDialect(client);
  const raised = await publishStep<{ n: string }>(
    client,
    'take epoch',
    `update ${table} set n = n + 1${returning('n::text as n')}`,
  );
  const { rows } = returning('n')
    ? raised
    : await publishStep<{ n: string }>(client, 'take epoch', `select n::text as n from ${table}`);
  return rows[0]?.n ?? '';
}

/** A process whose run was taken over holds a smaller number than the warehouse knows by now. */
async function requireFence({ client, schema, run, fence }: RunContext): Promise<void> {
  const { rowCount } = await publishStep(
    client,
    'check fence',
    engineDialect(client).holdRow(inSchema(schema, '_fence'), 'run = $1 and fence = $2', 'fence'),
    [run, fence],
  );
  if (rowCount === 1) return;
  throw new Superseded(`A newer attempt has taken over run ${run}; this one publishes nothing.`);
}

/** Somebody may have rolled days back after this run was planned; it must not bring the bad rows again. */
async function requireNoHold({ client, schema, chain }: RunContext, { summaries }: Publish): Promise<void> {
  const head = chain.head.definition.name;
  const days = summaries.find(({ summary }) => summary === head)?.days ?? null;
  const { rows } = await publishStep<{ undone: string }>(
    client,
    'check holds',
    `select undone::text as undone from ${inSchema(schema, '_hold')}
      where summary = $1 and released_at is null
        and (cast($2 as date) is null or range_from is null
          or (range_from < cast($3 as date) and range_to > cast($2 as date)))
      limit 1`,
    [head, days?.from ?? null, days?.to ?? null],
  );
  const held = rows[0];
  if (!held) return;
  throw new Held(
    `Days of ${head} are held since epoch ${held.undone} was rolled back. Expected none of them in a refresh. ` +
      'Release them first, then refresh again.',
  );
}

/**
 * What was built must still fit what is served: no other publish may have touched these days, and no newer definition may
 * serve. Other days may have been published meanwhile; then only the counts and completeness are to be taken anew.
 */
async function requireBase({ client, schema, versions }: RunContext, { base, summaries }: Publish): Promise<void> {
  const daysOf = ({ switches, days }: SummaryPublish) => (switches ? null : days);
  const published = engineDialect(client).rows(
    's',
    {
      summary: { type: 'text', values: summaries.map(({ summary }) => summary) },
      epoch: { type: 'bigint', values: summaries.map(({ summary }) => base.served.get(summary)?.changedAt ?? 0) },
      generation: { type: 'bigint', values: summaries.map(({ summary }) => base.served.get(summary)?.id ?? '0') },
      day_from: { type: 'date', values: summaries.map((each) => daysOf(each)?.from ?? null) },
      day_to: { type: 'date', values: summaries.map((each) => daysOf(each)?.to ?? null) },
    },
    1,
  );
  const { rows } = await publishStep<{
    summary: string;
    epoch: string | null;
    overlaps: boolean;
    version: string | null;
  }>(
    client,
    'check base',
    `select s.summary, max(p.epoch)::text as epoch,
            coalesce(bool_or(p.epoch is not null and (p.generation <> s.generation or p.range_from is null
              or s.day_from is null or (p.range_from < s.day_to and p.range_to > s.day_from))), false) as overlaps,
            max(g.version)::text as version
       from ${published.text}
       left join ${inSchema(schema, '_publish_summary')} p on p.summary = s.summary and p.epoch > s.epoch
       left join ${inSchema(schema, '_generation')} g
         on g.summary = s.summary and g.from_epoch is not null and g.to_epoch is null
      group by s.summary`,
    published.values,
  );
  for (const { summary, version } of rows) {
    if (Number(version ?? 0) <= (versions.get(summary)?.version ?? 0)) continue;
    throw new Superseded(
      `${summary} is served by a newer definition than this process has. Expected the newest. Restart it with the newest code.`,
    );
  }
  const moved = rows.find(({ overlaps }) => overlaps) ?? rows.find(({ epoch }) => epoch !== null);
  if (!moved) return;
  const words = `${moved.summary} was published at epoch ${moved.epoch} while this was built on an earlier one.`;
  throw moved.overlaps ? new MovedMeanwhile(words) : new MovedElsewhere(words);
}

async function switchGeneration({ client, schema }: RunContext, summary: SummaryPublish, epoch: string): Promise<void> {
  const generations = inSchema(schema, '_generation');
  await publishStep(
    client,
    'end generation',
    `update ${generations} set to_epoch = $2 where summary = $1 and from_epoch is not null and to_epoch is null`,
    [summary.summary, epoch],
  );
  await publishStep(
    client,
    'begin generation',
    `update ${generations} set from_epoch = $2 where id = $1 and from_epoch is null`,
    [summary.generation, epoch],
  );
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
  const numbered = engineDialect(client).rowNumber(epoch);
  const gone = `${summary.within} and _id in (select _id from ${changes} where _side < 0)`;
  if (diff.closed > 0) {
    const moved = await publishStep(
      client,
      'close rows',
      `insert into ${inSchema(schema, diff.relation.closed)} (${columns}, _from, _to)
       select ${columns}, _from, cast(${literal(epoch)} as bigint) from ${current} where ${gone}`,
    );
    const removed = await publishStep(client, 'remove closed rows', `delete from ${current} where ${gone}`);
    if (moved.rowCount !== diff.closed || removed.rowCount !== diff.closed) {
      throw new MovedMeanwhile(
        `${diff.closed} rows of ${summary.summary} were to be closed, ${removed.rowCount} were there.`,
      );
    }
  }
  if (diff.opened > 0) {
    await publishStep(
      client,
      'open rows',
      `insert into ${current} (${columns}, _from${numbered.column})
       select ${columns}, cast(${literal(epoch)} as bigint)${numbered.value} from ${changes} where _side > 0`,
    );
  }
}

async function holdDays(
  { client, schema, chain, who }: RunContext,
  { reason }: Publish,
  { days, undone }: { days: Days | null; undone: number },
  epoch: string,
): Promise<void> {
  const holds = inSchema(schema, '_hold');
  const { now, numberedRow } = engineDialect(client);
  // Undoing a roll-back undoes its hold; the days are held again by this one.
  await publishStep(
    client,
    'end undone hold',
    `update ${holds} set released_at = ${now}, released_by = $2 where epoch = $1 and released_at is null`,
    [undone, who],
  );
  const hold = numberedRow({
    summary: chain.head.definition.name,
    range_from: days?.from ?? null,
    range_to: days?.to ?? null,
    epoch,
    undone,
    who,
    reason: reason ?? null,
  });
  await publishStep(client, 'hold days', `insert into ${holds} ${hold.text}`, hold.values);
}
