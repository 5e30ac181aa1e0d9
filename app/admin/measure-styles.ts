import type { MeasureStyles } from '#components/admin/epochs/types.ts';
import { findSummary, type Registry } from '#lib/definition/registry.ts';
import { titleOf } from '#lib/query/title.ts';

/** How the measures of a summary are labelled and written; none for a summary that is no longer defined. */
export function measureStyles(registry: Registry, summary: string): MeasureStyles {
  const columns = findSummary(registry, summary)?.columns ?? {};
  return Object.fromEntries(
    Object.entries(columns).map(([name, { label, unit, scale }]) => [
      name,
      { label: label ?? titleOf(name), ...(unit ? { unit } : {}), ...(scale === null ? {} : { scale }) },
    ]),
  );
}
