import type { DashboardDefinition } from './dashboard.ts';
import { callerPlace } from './place.ts';
import type { SourceDefinition } from './source.ts';
import { type AnySummary, definitionOf, type SummaryDefinition } from './summary.ts';

type Part = { summaries: readonly AnySummary[]; dashboards: readonly DashboardDefinition[] };

/** Every definition the app serves. */
export type Registry = {
  readonly sources: readonly SourceDefinition[];
  /** Upstream before downstream. */
  readonly summaries: readonly SummaryDefinition[];
  readonly dashboards: readonly DashboardDefinition[];
  readonly place: string;
};

/**
 * Lists what `queries` defines. The part under `demo` counts only while Summa runs on its own embedded server with the demo
 * data (`SUMMA_DEMO=1`), so a company's warehouse never sees it.
 */
export function defineRegistry(
  given: Part & { demo?: Part },
  environment: Record<string, string | undefined> = process.env,
): Registry {
  const demo = environment.SUMMA_DEMO === '1' ? given.demo : undefined;
  const summaries = [...given.summaries, ...(demo?.summaries ?? [])].map(definitionOf);
  return {
    sources: [...new Set(summaries.flatMap((summary) => summary.sources))],
    summaries: upstreamFirst(summaries),
    dashboards: [...given.dashboards, ...(demo?.dashboards ?? [])],
    place: callerPlace(),
  };
}

/** The summary of that name, or null. */
export function findSummary(registry: Registry, name: string): SummaryDefinition | null {
  return registry.summaries.find((summary) => summary.name === name) ?? null;
}

/** The summary and everything made from its rows, directly or through others, in building order. */
export function withDownstream(registry: Registry, summary: SummaryDefinition): SummaryDefinition[] {
  const chain = new Set([summary]);
  for (const each of registry.summaries) if (each.upstream && chain.has(each.upstream)) chain.add(each);
  return registry.summaries.filter((each) => chain.has(each));
}

/** The summary at the head of a chain: the one that reads sources. */
export function headOf(summary: SummaryDefinition): SummaryDefinition {
  let head = summary;
  while (head.upstream) head = head.upstream;
  return head;
}

/** The sources a summary's rows come from, its upstream's included. */
export function sourcesOf(summary: SummaryDefinition): readonly SourceDefinition[] {
  return headOf(summary).sources;
}

function upstreamFirst(summaries: readonly SummaryDefinition[]): SummaryDefinition[] {
  const depth = (summary: SummaryDefinition): number => (summary.upstream ? depth(summary.upstream) + 1 : 0);
  return summaries
    .map((summary, index) => ({ summary, index, depth: depth(summary) }))
    .sort((a, b) => a.depth - b.depth || a.index - b.index)
    .map((each) => each.summary);
}
