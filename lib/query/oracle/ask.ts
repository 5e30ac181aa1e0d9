import type { Viewer } from '#lib/auth/viewer.ts';
import { pinEpoch } from '#lib/dashboard/pinned.ts';
import { askQuery, type QueryAnswer } from '../ask.ts';
import { openLoad } from '../execution/load.ts';
import type { Query } from '../query.ts';
import type { OpenedWarehouse } from './open-warehouse.ts';

export type Askable = Pick<OpenedWarehouse, 'pool' | 'registry' | 'warehouse'>;

/** Asks Summa as the API does: from the choice of a summary to the rows that are shown. */
export async function ask({ registry, warehouse }: Askable, query: Query, viewer: Viewer): Promise<QueryAnswer> {
  const pinned = await pinEpoch(warehouse.pages, warehouse.schema, null);
  const load = openLoad({ viewer, warehouse });
  try {
    return await askQuery(query, { registry, viewer, pinned, warehouse, load });
  } finally {
    load.end();
  }
}
