import { checkDashboard } from './check-dashboard.ts';
import { checkSource } from './check-source.ts';
import { checkSummary } from './check-summary.ts';
import { DefinitionError, type Problem } from './problem.ts';
import type { Registry } from './registry.ts';

/**
 * Everything wrong with the definitions that can be seen without the warehouse. An empty list means they can be served.
 *
 * @param schema where Summa keeps the summaries: a source must not read from there
 */
export function checkRegistry(registry: Registry, schema = 'summa'): Problem[] {
  return [
    ...duplicates('source', registry.sources),
    ...duplicates('summary', registry.summaries),
    ...duplicates('dashboard', registry.dashboards),
    ...unregisteredUpstreams(registry),
    ...registry.sources.flatMap((source) => checkSource(source, registry, schema)),
    ...registry.summaries.flatMap(checkSummary),
    ...registry.dashboards.flatMap((dashboard) => checkDashboard(dashboard, registry.summaries)),
  ];
}

/** @throws DefinitionError with every problem, when there is one */
export function assertRegistry(registry: Registry, schema?: string): void {
  const problems = checkRegistry(registry, schema);
  if (problems.length > 0) throw new DefinitionError(problems);
}

function duplicates(kind: string, definitions: readonly { name: string; place: string }[]): Problem[] {
  const first = new Map<string, { place: string }>();
  const problems: Problem[] = [];
  for (const each of definitions) {
    const other = first.get(each.name);
    if (other && other !== each) {
      problems.push({
        place: `${each.place} › ${each.name}`,
        found: `a second ${kind} with the name '${each.name}' (the first: ${other.place})`,
        expected: `each ${kind} name once`,
        todo: 'rename one, or remove it from queries/index.ts',
      });
    } else first.set(each.name, each);
  }
  return problems;
}

function unregisteredUpstreams(registry: Registry): Problem[] {
  return registry.summaries.flatMap((summary) =>
    summary.upstream && !registry.summaries.includes(summary.upstream)
      ? [
          {
            place: `${summary.place} › ${summary.name}.from`,
            found: `rows of '${summary.upstream.name}', which is not registered`,
            expected: 'a registered summary',
            todo: `add ${summary.upstream.name} to the summaries in queries/index.ts`,
          },
        ]
      : [],
  );
}
