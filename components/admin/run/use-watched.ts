import { useState } from 'react';
import type { RunView } from '#lib/refresh/view/overview-types.ts';
import { isActive } from '../run-words.ts';

/**
 * The runs that are under way, and those that were and have ended since the page was opened, the newest first. `watch` adds
 * one that may have ended before it was seen.
 */
export function useWatched(runs: readonly RunView[]): { watched: RunView[]; watch: (run: string) => void } {
  const [watched, setWatched] = useState<ReadonlySet<string>>(new Set());
  const fresh = runs.filter((run) => isActive(run) && !watched.has(run.id));
  if (fresh.length > 0) setWatched(new Set([...watched, ...fresh.map((run) => run.id)]));
  return {
    watched: runs.filter((run) => isActive(run) || watched.has(run.id)),
    watch: (run) => setWatched((before) => new Set([...before, run])),
  };
}
