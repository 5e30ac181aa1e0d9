import { rowsOfGeneration } from '#lib/compile/read.ts';
import type { Built } from './candidate.ts';

/** The summary with the fewest rows first; of equally large ones that with fewer columns, then by name. */
export function smallestFirst(candidates: readonly Built[]): Built[] {
  return [...candidates].sort((a, b) => {
    const [one, other] = [a.generation.rows, b.generation.rows];
    // What was never counted may be large.
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const difference = BigInt(one) - BigInt(other);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    return widthOf(a) - widthOf(b) || (a.summary.name < b.summary.name ? -1 : 1);
  });
}

/** How many rows a summary has, for who may read all of them: of a part, the whole is nobody's business. */
export function rowsOf({ generation, scope }: Built): string | null {
  return scope === 'everything' ? generation.rows : null;
}

function widthOf({ generation }: Built): number {
  return rowsOfGeneration(generation).columns.length;
}
