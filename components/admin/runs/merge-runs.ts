import type { RunView } from '#lib/refresh/view/overview-types.ts';
import type { RunsPage } from '#lib/refresh/view/runs-types.ts';

const isNewer = (run: RunView, than: RunView | undefined) => than === undefined || BigInt(run.id) > BigInt(than.id);

/**
 * Pages of runs as one list, newest first: what was read again counts as it was read last. The pages are in order already, so
 * that scrolling through ten thousand runs sorts nothing.
 */
export function mergeRuns(pages: readonly RunsPage[], newest: RunsPage | undefined): RunView[] {
  const again = new Map(newest?.runs.map((run) => [run.id, run]));
  const first = pages[0]?.runs[0];
  return [
    ...(newest?.runs ?? []).filter((run) => isNewer(run, first)),
    ...pages.flatMap((page) => page.runs.map((run) => again.get(run.id) ?? run)),
  ];
}

/** Whether runs lie between the list and what is newest, which neither holds: then the list is read anew. */
export function isApart(pages: readonly RunsPage[], newest: RunsPage | undefined): boolean {
  const last = newest?.runs.at(-1);
  const first = pages[0]?.runs[0];
  return last !== undefined && first !== undefined && newest?.next !== null && isNewer(last, first);
}
