import type { Query } from '#lib/query/query.ts';

/** Rows of an answer that have the same dimensions: single ones, subtotals, margins of a pivot, the total of all. */
export type Level = {
  /** Which of {@link CompiledQuestion.levels} it is; -1 for one that only shares are taken of. */
  index: number;
  /** How many of the dimensions that are not pivoted remain. */
  depth: number;
  /** Whether the pivoted dimensions remain. */
  across: boolean;
};

/** The levels a question asks for, the single rows first. */
export function levelsOf(query: Query): Level[] {
  const down = query.dimensions.length - query.pivot.length;
  const pivoted = query.pivot.length > 0;
  const asked: Omit<Level, 'index'>[] = [{ depth: down, across: pivoted }];
  if (query.totals === 'all') {
    for (let depth = down; depth >= 0; depth--) {
      for (const across of pivoted ? [true, false] : [false]) asked.push({ depth, across });
    }
  } else if (query.totals === 'grand') asked.push({ depth: 0, across: false });
  return unique(asked).map((level, index) => ({ ...level, index }));
}

/** The levels that shares of a question are taken of and that it does not ask for itself. */
export function levelsForShares(query: Query, asked: readonly Level[]): Level[] {
  const forms = new Set(query.measures.map((measure) => measure.as));
  const wholes = asked.flatMap(({ depth, across }) => [
    ...(forms.has('share') ? [{ depth: 0, across: false }] : []),
    ...(forms.has('share-of-row') ? [{ depth, across: false }] : []),
    ...(forms.has('share-of-column') ? [{ depth: 0, across }] : []),
  ]);
  return unique([...asked, ...wholes])
    .slice(asked.length)
    .map((level) => ({ depth: level.depth, across: level.across, index: -1 }));
}

/** The dimensions that remain in a level, in the order of the question. */
export function dimensionsOf(query: Query, { depth, across }: Omit<Level, 'index'>): string[] {
  const down = query.dimensions.filter((dimension) => !query.pivot.includes(dimension)).slice(0, depth);
  return query.dimensions.filter((each) => (query.pivot.includes(each) ? across : down.includes(each)));
}

function unique<T extends { depth: number; across: boolean }>(levels: readonly T[]): T[] {
  const known = new Map<string, T>();
  for (const level of levels) {
    const key = `${level.depth} ${level.across}`;
    if (!known.has(key)) known.set(key, level);
  }
  return [...known.values()];
}
