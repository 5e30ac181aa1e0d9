import { type EpochCache, epochCache } from './epoch-cache.ts';

/** A few hundred pages of twelve tiles. The whole stack at rest takes about 300 MB beside it. */
const mostBytes = 64 * 1024 * 1024;

// Next loads a module once per bundle layer: in a module variable the page's cache would not be the action's.
const shared = globalThis as { summaEpochCache?: EpochCache };

/** The one cache of this process, for every kind of answer. */
export function sharedCache(): EpochCache {
  shared.summaEpochCache ??= epochCache(mostBytes);
  return shared.summaEpochCache;
}
