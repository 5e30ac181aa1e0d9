import { type StoredColumn, type StoredRatio, storedAs } from '#lib/compile/stored.ts';
import type { ColumnChange } from './preview-types.ts';

type Columns = { relations: readonly { columns: readonly StoredColumn[] }[]; ratios: readonly StoredRatio[] };

/** How the columns of a summary differ from those that are served; null when they do not. */
export function columnChange(summary: string, served: Columns, planned: Columns): ColumnChange | null {
  const [before, after] = [typesOf(served), typesOf(planned)];
  const change = {
    summary,
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    retyped: [...after].flatMap(([column, type]) => {
      const old = before.get(column);
      return old === undefined || old === type ? [] : [{ column, before: old, after: type }];
    }),
  };
  return change.added.length + change.removed.length + change.retyped.length > 0 ? change : null;
}

/** Ratios are not stored, and their type is how they are made. */
function typesOf({ relations, ratios }: Columns): Map<string, string> {
  return new Map([
    ...(relations[0]?.columns ?? []).map((column) => [column.name, storedAs(column)] as const),
    ...ratios.map((ratio) => [ratio.name, `${ratio.numerator} / ${ratio.denominator}`] as const),
  ]);
}
