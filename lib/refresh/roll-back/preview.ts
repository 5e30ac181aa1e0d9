import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Days } from '../plan/plan.ts';
import { countDifference } from './difference.ts';
import type { RollBackPreview } from './roll-back-types.ts';
import { readUndone, type Undone } from './undone.ts';

/** What undoing an epoch would do. Reads only. */
export async function previewRollBack(
  db: Queryable,
  schema: string,
  registry: Registry,
  epoch: number,
): Promise<RollBackPreview> {
  const undone = await foundUndone(db, schema, registry, epoch);
  const { epoch: latest } = await latestEpoch(db, schema);
  const summaries: RollBackPreview['summaries'] = [];
  for (const { summary, days } of undone.refusal ? [] : undone.summaries) {
    const counts = await readAboveHorizon(db, schema, { summary, epoch: epoch - 1 }, () =>
      changesOf(db, schema, undone, summary, days, latest),
    );
    summaries.push({ summary, range: days, ...counts });
  }
  const unread = undone.summaries.map(({ summary, days }) => ({ summary, range: days, opened: '0', closed: '0' }));
  return {
    epoch,
    summaries: undone.refusal ? unread : summaries,
    alsoUndoes: undone.alsoUndoes,
    refusal: undone.refusal,
  };
}

/** The epoch, or a refusal that names the newest. */
export async function foundUndone(db: Queryable, schema: string, registry: Registry, epoch: number): Promise<Undone> {
  const headName = (name: string) => {
    const summary = findSummary(registry, name);
    return summary && headOf(summary).name;
  };
  const undone = await readUndone(db, schema, headName, epoch);
  if (undone) return undone;
  const { epoch: latest } = await latestEpoch(db, schema);
  throw new PersonError({ message: message('problem.noEpoch', { epoch: String(epoch), latest }), status: 404 });
}

async function changesOf(
  db: Queryable,
  schema: string,
  { epoch, before, now }: Undone,
  summary: string,
  days: Days | null,
  latest: number,
): Promise<{ opened: string; closed: string }> {
  const [was, is] = [before.get(summary), now.get(summary)];
  if (!was || !is) throw new Error(`${summary} is not served.`);
  if (was.fingerprint !== is.fingerprint) return { opened: was.rows ?? '0', closed: is.rows ?? '0' };
  return countDifference(db, schema, { generation: was, epoch: epoch - 1 }, { generation: is, epoch: latest }, days);
}
