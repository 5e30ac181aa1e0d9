import type { ControlStore } from '#lib/store/connect.ts';
import type { EpochView } from './restatement-types.ts';

/** Publishes with the reason their run was asked for, where the record holds none of its own. */
export async function withRunReasons<Epoch extends EpochView>(
  store: ControlStore,
  epochs: readonly Epoch[],
): Promise<Epoch[]> {
  const runs = [...new Set(epochs.filter(({ reason }) => reason === null).map(({ run }) => run))];
  if (runs.length === 0) return [...epochs];
  const rows = await store.selectFrom('run').select(['id', 'reason']).where('id', 'in', runs).execute();
  const reasons = new Map(rows.map(({ id, reason }) => [String(id), reason]));
  return epochs.map((epoch) => ({ ...epoch, reason: epoch.reason ?? reasons.get(epoch.run) ?? null }));
}
