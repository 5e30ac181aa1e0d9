import type { Viewer } from '#lib/auth/viewer.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { Message } from '#lib/i18n/message.ts';
import { checkColumns } from './check-columns.ts';
import { checkCombination } from './check-combination.ts';
import { checkFilters } from './check-filters.ts';
import { noSuchSubject } from './check-names.ts';
import type { Query } from './query.ts';
import { summariesOfSubject } from './visible-summaries.ts';

/**
 * What is wrong with a question before any summary is chosen for it: names that nothing has, with the one that was probably
 * meant, values that cannot occur, and parts that do not go together. Null when it can be asked.
 */
export function checkQuery(query: Query, registry: Registry, viewer: Pick<Viewer, 'role' | 'groups'>): Message | null {
  const summaries = summariesOfSubject(registry, viewer, query.from);
  if (summaries.length === 0) return noSuchSubject(query.from, registry, viewer);
  return checkColumns(query, summaries) ?? checkFilters(query, summaries) ?? checkCombination(query);
}
