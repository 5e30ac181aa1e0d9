import type { RunView } from '#lib/refresh/overview-types.ts';
import type { RunsPage } from '#lib/refresh/view/runs-types.ts';

/** Pages of runs as one list, newest first: what was read again counts as it was read last. */
export function mergeRuns(pages: readonly RunsPage[], newest: RunsPage | undefined): RunView[] {
  const runs = new Map<string, RunView>();
  for (const page of pages) for (const run of page.runs) runs.set(run.id, run);
  for (const run of newest?.runs ?? []) runs.set(run.id, run);
  return [...runs.values()].sort((a, b) => Number(BigInt(b.id) - BigInt(a.id)));
}

/** Whether runs lie between the list and what is newest, which neither holds: then the list is read anew. */
export function isApart(pages: readonly RunsPage[], newest: RunsPage | undefined): boolean {
  const last = newest?.runs.at(-1);
  const first = pages[0]?.runs[0];
  return last !== undefined && first !== undefined && newest?.next !== null && BigInt(last.id) > BigInt(first.id);
}
