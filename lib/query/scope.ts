import type { Viewer } from '#lib/auth/viewer.ts';
import type { Scope } from '#lib/compile/scope.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';

/** The rows of a summary a viewer may read. Without the attribute that a limit asks for, none; admins read all. */
export function scopeFor(viewer: Pick<Viewer, 'role' | 'attributes'>, summary: SummaryDefinition): Scope {
  const limits = Object.entries(summary.access);
  if (viewer.role === 'admin' || limits.length === 0) return 'everything';
  return limits.map(([column, { attribute }]) => ({
    column,
    values: Object.hasOwn(viewer.attributes, attribute) ? (viewer.attributes[attribute] ?? []) : [],
  }));
}
