import { pageFailure } from '#lib/query/failure.ts';
import { type ReadWarehouse, readWarehouse } from '#lib/query/read-warehouse.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';

export type NewestEpoch = { epoch: number; incarnation: string };

/** However many pages ask, the warehouse is asked once in so long. */
const askedEvery = 2_000;

// Next loads a module once per bundle layer.
const shared = globalThis as { summaNewestEpoch?: { at: number; answer: Promise<NewestEpoch> } | undefined };

/** The newest epoch, at most two seconds old. */
export async function newestEpoch(
  warehouse: ReadWarehouse = readWarehouse(),
  now: () => number = Date.now,
): Promise<NewestEpoch> {
  let last = shared.summaNewestEpoch;
  if (!last || now() - last.at >= askedEvery) {
    const asked = { at: now(), answer: latestEpoch(warehouse.pages, warehouse.schema) };
    last = asked;
    shared.summaNewestEpoch = asked;
    asked.answer.catch(() => {
      if (shared.summaNewestEpoch === asked) shared.summaNewestEpoch = undefined;
    });
  }
  try {
    return await last.answer;
  } catch (error) {
    throw pageFailure(error);
  }
}
