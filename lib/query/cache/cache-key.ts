import { type Scope, scopeKey } from '#lib/compile/scope.ts';

/**
 * Everything the rows of a question depend on. Two questions with one key have one answer for ever, so nothing that is
 * kept under a key grows stale, and nothing has to be thrown away but for room.
 */
export type CacheKey = {
  /** Of the warehouse: another one, or the same brought back from a backup, has other rows at the same epoch. */
  incarnation: string;
  /** Of the generation that serves the summary; its definition's fingerprint follows from it. */
  generation: string;
  /** The epoch at which the summary last changed, so that an epoch that changed something else asks nothing anew. */
  changedAt: number;
  /** Whose rows. */
  scope: Scope;
  /** The canonical question with its days as they were resolved, and whatever else its statement depends on. */
  question: string;
};

/** A key as text. Two keys that mean the same are the same text. */
export function cacheText({ incarnation, generation, changedAt, scope, question }: CacheKey): string {
  return JSON.stringify([incarnation, generation, changedAt, scopeKey(scope), question]);
}
