import { type Message, message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { generationsAt, type ServedGeneration } from '#lib/warehouse/generation.ts';
import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type Days, step } from '../plan/plan.ts';
import { type ChangedPartition, changedPartitions } from './changed-partitions.ts';
import { readEpoch } from './list-epochs.ts';
import type { EpochSummary, RestatedSummary, Restatement } from './restatement-types.ts';
import { type Compared, compareSides, type Side } from './sides.ts';
import { totalsAt } from './totals.ts';

/** What an epoch changed in the numbers, summary by summary; null where there is no such epoch. */
export async function restatementOf(db: Queryable, schema: string, epoch: number): Promise<Restatement | null> {
  const view = await readEpoch(db, schema, epoch);
  if (!view) return null;
  const [before, after] = [await generationsAt(db, schema, epoch - 1), await generationsAt(db, schema, epoch)];
  const changes: RestatedSummary[] = [];
  for (const each of view.summaries) {
    const is = after.get(each.summary);
    if (!is) throw new Error(`${each.summary} was published at epoch ${epoch} and has no generation then.`);
    const was = before.get(each.summary) ?? null;
    changes.push(await restated(db, schema, epoch, each, was, is));
  }
  return { ...view, changes, rolledBackBy: await rolledBackBy(db, schema, epoch) };
}

async function rolledBackBy(db: Queryable, schema: string, epoch: number): Promise<number[]> {
  const { rows } = await db.query<{ epoch: string }>(
    `select distinct h.epoch::text as epoch from ${inSchema(schema, '_hold')} h where h.undone = $1`,
    [epoch],
  );
  return rows.map((row) => Number(row.epoch)).sort((a, b) => a - b);
}

async function restated(
  db: Queryable,
  schema: string,
  epoch: number,
  { summary, range }: EpochSummary,
  was: ServedGeneration | null,
  is: ServedGeneration,
): Promise<RestatedSummary> {
  const compared = compareSides(was, is);
  const before = was && { generation: was, epoch: epoch - 1 };
  const after = { generation: is, epoch };
  const known = { summary, partitionBy: compared.partition?.by ?? null, measures: compared.measures };
  try {
    const oldest = before?.epoch ?? after.epoch;
    const found = await readAboveHorizon(db, schema, { summary, epoch: oldest }, () =>
      compareRows(db, schema, before, after, range, compared),
    );
    return { ...known, ...found, note: noteOf(was, compared) };
  } catch (error) {
    const note = unread(error);
    if (!note) throw error;
    return { ...known, partitions: [], more: 0, note };
  }
}

async function compareRows(
  db: Queryable,
  schema: string,
  before: Side | null,
  after: Side,
  days: Days | null,
  compared: Compared,
): Promise<Pick<RestatedSummary, 'partitions' | 'more'>> {
  const { partitions, more } = await changedPartitions(db, schema, { before, after, days, compared });
  const listed = listedDays(partitions, compared);
  const was = before && partitions.length > 0 ? await totalsAt(db, schema, before, compared, listed) : null;
  const is = partitions.length > 0 ? await totalsAt(db, schema, after, compared, listed) : null;
  return {
    partitions: partitions.map((each) => ({
      ...each,
      measures: compared.measures.map((_, at) => ({
        before: was?.get(each.partition)?.[at] ?? null,
        after: is?.get(each.partition)?.[at] ?? null,
      })),
    })),
    more,
  };
}

/** From the first to the last of the listed partitions. */
function listedDays(partitions: readonly ChangedPartition[], { partition }: Compared): Days | null {
  const days = partitions.flatMap((each) => each.partition ?? []).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (!partition || partition.by === 'hour' || !first || !last) return null;
  return { from: first, to: step(partition.by, last, 1) };
}

/** What a reader must know to read the comparison right. */
function noteOf(was: ServedGeneration | null, { lacking, untotalled }: Compared): Message | null {
  const notes = [
    ...(was ? [] : [message('restatement.first')]),
    ...(lacking.length > 0 ? [message('restatement.lacking', { names: lacking.join(', ') })] : []),
    ...(untotalled.length > 0 ? [message('restatement.untotalled', { names: untotalled.join(', ') })] : []),
  ];
  return notes.reduce<Message | null>(
    (before, note) =>
      before ? message('restatement.both', { first: { message: before }, second: { message: note } }) : note,
    null,
  );
}

/** Rows that are cleared away, or too many to compare while a page waits: the record is there all the same. */
function unread(error: unknown): Message | null {
  if (error instanceof PersonError) return error.said;
  return (error as { code?: unknown } | null)?.code === '57014' ? message('restatement.tooLong') : null;
}
