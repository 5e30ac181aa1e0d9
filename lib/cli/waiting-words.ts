import type { QuarantineView } from '#lib/refresh/quarantine/quarantine-types.ts';

type Waiting = Pick<QuarantineView, 'id' | 'summary' | 'kind' | 'why'>;

/** What a deployed definition does not show yet: a line per new build of a summary that waits for somebody, with where to decide. */
export function waitingWords(open: readonly Waiting[], appUrl: string): string[] {
  return open.flatMap(({ id, summary, kind, why }) => {
    // Some days that failed a check say nothing of the definition they were built with.
    if (why === 'checks' && kind !== 'full') return [];
    const waits = why === 'review' ? 'its new definition waits for review' : 'its new build failed a check';
    return [`${summary} is served as before: ${waits}. Decide at ${appUrl}/admin/quarantine/${id}`];
  });
}
