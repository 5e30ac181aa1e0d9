import { may } from '#lib/auth/policy.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { headOf, type Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Subject } from './query.ts';
import { isVisible } from './visible-dashboards.ts';

type Asking = Pick<Viewer, 'role' | 'groups'>;

/**
 * The summaries a viewer may ask. A summary that only dashboards of other groups show is theirs, and so is one that no
 * dashboard shows but that is of the same topic, or made from the same rows, as one of theirs. Who may take whole summaries
 * away may ask all. Which rows a viewer reads of them is another matter: see `scopeFor`.
 */
export function visibleSummaries(registry: Registry, viewer: Asking): SummaryDefinition[] {
  if (may(viewer, 'GET /exports/summaries/[summary]')) return [...registry.summaries];
  return registry.summaries.filter((summary) => isOpenTo(viewer, summary, registry));
}

/** The summaries that may answer a question about a subject; none where there is no such subject for this viewer. */
export function summariesOfSubject(registry: Registry, viewer: Asking, from: Subject): SummaryDefinition[] {
  return visibleSummaries(registry, viewer).filter((summary) =>
    'topic' in from ? summary.topic === from.topic : summary.name === from.summary,
  );
}

function isOpenTo(viewer: Asking, summary: SummaryDefinition, registry: Registry): boolean {
  const shownBy = (summaries: readonly SummaryDefinition[]) =>
    registry.dashboards.filter(({ tiles }) =>
      tiles.some(({ measures }) => measures.some((measure) => summaries.includes(measure.summary))),
    );
  const own = shownBy([summary]);
  const dashboards = own.length > 0 ? own : shownBy(registry.summaries.filter((each) => isRelated(each, summary)));
  return dashboards.length === 0 || dashboards.some((dashboard) => isVisible(dashboard, viewer));
}

function isRelated(a: SummaryDefinition, b: SummaryDefinition): boolean {
  return (a.topic !== null && a.topic === b.topic) || headOf(a) === headOf(b);
}
