import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { countDifference } from './difference.ts';
import { heldDays } from './hold.ts';
import { coveredByHold } from './touches-held.ts';
import type { Undone } from './undone.ts';

/** Whether rolling an epoch back would change no row and hold no day that is not held: an earlier roll-back has done it. */
export async function undoesNothing(
  db: Queryable,
  schema: string,
  {
    epoch,
    summaries,
    head,
    days,
    before,
    now,
  }: Pick<Undone, 'epoch' | 'summaries' | 'head' | 'days' | 'before' | 'now'>,
  latest: number,
): Promise<boolean> {
  if (head === null || !coveredByHold(await heldDays(db, schema, head), days)) return false;
  for (const { summary, days: own } of summaries) {
    const [was, is] = [before.get(summary), now.get(summary)];
    if (!was || !is || was.fingerprint !== is.fingerprint) return false;
    for (const { name } of was.relations) {
      const { opened, closed } = await readAboveHorizon(db, schema, { summary, epoch: epoch - 1 }, () =>
        countDifference(
          db,
          schema,
          { generation: was, epoch: epoch - 1 },
          { generation: is, epoch: latest },
          own,
          name,
        ),
      );
      if (opened !== '0' || closed !== '0') return false;
    }
  }
  return true;
}
