import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { sharedCache } from '#lib/query/cache/shared-cache.ts';
import { sharedReads } from '#lib/query/execution/shared-reads.ts';
import { generationsAt, type ServedGeneration } from '#lib/warehouse/generation.ts';
import { readNewest } from '#lib/warehouse/newest.ts';
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
  /** The oldest epoch of each summary, of those that have one, that could be read when the page was opened. */
  horizons: ReadonlyMap<string, number>;
};

/** Settles the one epoch of a page: the one its address names, or the newest. */
export async function pinEpoch(db: Queryable, schema: string, asked: string | number | null): Promise<Pinned> {
  const wanted = parseEpoch(asked);
  const { epoch: latest, incarnation, horizons } = await readNewest(sharedReads(db), schema);
  if (wanted !== null && wanted > latest) {
    throw new PersonError({
      message: message('problem.epochAhead', { epoch: String(wanted), latest: String(latest) }),
    });
  }
  const epoch = wanted ?? latest;
  const generations = await servedAt(db, schema, incarnation, epoch);
  return { epoch, latest, incarnation, asked: wanted !== null, generations, horizons };
}

/** Refuses a summary of which rows of the page's epoch may be gone: also what is still kept of them, for all of a page to agree. */
export function requireAboveHorizon({ epoch, horizons }: Pinned, summary: string): void {
  const horizon = horizons.get(summary) ?? 0;
  if (epoch < horizon) throw new PersonError({ message: message('problem.horizon', { summary, horizon, epoch }) });
}

/** What serves at an epoch never changes, so of each epoch it is read once. */
async function servedAt(db: Queryable, schema: string, incarnation: string, epoch: number) {
  const key = `generations ${JSON.stringify([incarnation, schema, epoch])}`;
  const { value } = await sharedCache().get(key, async () => [...(await generationsAt(db, schema, epoch))]);
  return new Map(value);
}

/** Reads an epoch as addresses write it; null when none is named. */
export function parseEpoch(asked: string | number | null): number | null {
  if (asked === null || asked === '') return null;
  const text = String(asked);
  const epoch = Number(text);
  if (/^\d{1,15}$/.test(text) && epoch > 0) return epoch;
  throw new PersonError({ message: message('problem.epochWrong', { text: text.slice(0, 40) }) });
}
