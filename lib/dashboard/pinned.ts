import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { generationsAt, latestEpoch, type ServedGeneration } from '#lib/warehouse/generation.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** The moment of the warehouse a page is read at. */
export type Pinned = {
  epoch: number;
  latest: number;
  incarnation: string;
  /** True when the epoch was asked for rather than the newest taken. */
  asked: boolean;
  /** What serves each summary at this epoch; a summary that is missing was not built then. */
  generations: ReadonlyMap<string, ServedGeneration>;
};

/** Settles the one epoch of a page: the one its address names, or the newest. */
export async function pinEpoch(db: Queryable, schema: string, asked: string | number | null): Promise<Pinned> {
  const wanted = parseEpoch(asked);
  const { epoch: latest, incarnation } = await latestEpoch(db, schema);
  if (wanted !== null && wanted > latest) {
    throw new PersonError({
      message: message('problem.epochAhead', { epoch: String(wanted), latest: String(latest) }),
    });
  }
  const epoch = wanted ?? latest;
  const generations = await generationsAt(db, schema, epoch);
  return { epoch, latest, incarnation, asked: wanted !== null, generations };
}

/** Reads an epoch as addresses write it; null when none is named. */
export function parseEpoch(asked: string | number | null): number | null {
  if (asked === null || asked === '') return null;
  const text = String(asked);
  const epoch = Number(text);
  if (/^\d{1,15}$/.test(text) && epoch > 0) return epoch;
  throw new PersonError({ message: message('problem.epochWrong', { text: text.slice(0, 40) }) });
}
