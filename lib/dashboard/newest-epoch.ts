import { latestEpoch } from '#lib/warehouse/generation.ts';
import { pageFailure } from './failure.ts';
import { type ReadWarehouse, readWarehouse } from './warehouse.ts';

export type NewestEpoch = { epoch: number; incarnation: string };

/** However many pages ask, the warehouse is asked once in so long. */
const askedEvery = 2_000;

let last: { at: number; answer: Promise<NewestEpoch> } | null = null;

/** The newest epoch, at most two seconds old. */
export async function newestEpoch(
  warehouse: ReadWarehouse = readWarehouse(),
  now: () => number = Date.now,
): Promise<NewestEpoch> {
  if (!last || now() - last.at >= askedEvery) {
    const asked = { at: now(), answer: latestEpoch(warehouse.pages, warehouse.schema) };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = null;
    });
  }
  try {
    return await last.answer;
  } catch (error) {
    throw pageFailure(error);
  }
}
