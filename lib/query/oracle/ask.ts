import type { Viewer } from '#lib/auth/viewer.ts';
import { askQuery, type QueryAnswer } from '../ask.ts';
import { openLoad } from '../execution/load.ts';
import { pinEpoch } from '../pinned.ts';
import type { Query } from '../query.ts';
import type { OpenedWarehouse } from './open-warehouse.ts';

export type Askable = Pick<OpenedWarehouse, 'pool' | 'registry' | 'warehouse'>;

/** Asks Summa as the API does: from the choice of a summary to the rows that are shown. */
export async function ask(
  opened: Askable,
  query: Query,
  viewer: Viewer,
  epoch: number | null = null,
): Promise<QueryAnswer> {
  const [answer] = await askTogether(opened, [query], viewer, epoch);
  if (!answer) throw new Error('A question has no answer.');
  return answer;
}

/** Asks several questions at once, as a page does: those that can be are answered by one statement. */
export async function askTogether(
  { registry, warehouse }: Askable,
  queries: readonly Query[],
  viewer: Viewer,
  epoch: number | null = null,
): Promise<QueryAnswer[]> {
  const pinned = await pinEpoch(warehouse.pages, warehouse.schema, epoch);
  const load = openLoad({ viewer, warehouse });
  try {
    const asker = { registry, viewer, pinned, warehouse, load };
    return await Promise.all(queries.map((query) => askQuery(query, asker)));
  } finally {
    load.end();
  }
}
