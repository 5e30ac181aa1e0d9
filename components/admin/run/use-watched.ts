import { useState } from 'react';
import type { RunView } from '#lib/refresh/overview-types.ts';
import { isActive } from '../run-words.ts';

/** The runs that are under way, and those that were and have ended since the page was opened, the newest first. */
export function useWatched(runs: readonly RunView[]): RunView[] {
  const [watched, setWatched] = useState<ReadonlySet<string>>(new Set());
  const fresh = runs.filter((run) => isActive(run) && !watched.has(run.id));
  if (fresh.length > 0) setWatched(new Set([...watched, ...fresh.map((run) => run.id)]));
  return runs.filter((run) => isActive(run) || watched.has(run.id));
}
