import { rowsOfGeneration } from '#lib/compile/read.ts';
import type { StoredColumn } from '#lib/compile/stored.ts';
import type { TimeBucket } from '#lib/definition/grain.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';

/** A summary at one of the two epochs that are compared. */
export type Side = { generation: ServedGeneration; epoch: number };

/** What is compared of a summary, decided from what each side has. */
export type Compared = {
  /** The partitions both sides have; null where they are compared as a whole. */
  partition: { by: TimeBucket; column: string } | null;
  /** Measures and ratios of either side, those of the later one first. */
  measures: string[];
  /** Measures of one side only. */
  lacking: string[];
  /** Distinct counts whose total over a partition nothing tells. */
  untotalled: string[];
};

/** Decides how two sides are compared; `before` is null for the first publish. */
export function compareSides(before: ServedGeneration | null, after: ServedGeneration): Compared {
  const was = before ? measuresOf(before) : null;
  const is = measuresOf(after);
  const measures = [...new Set([...is, ...(was ?? [])])];
  return {
    partition: samePartition(before, after),
    measures,
    lacking: was ? measures.filter((name) => !was.includes(name) || !is.includes(name)) : [],
    untotalled: measures.filter((name) => [before, after].some((side) => side && isUntotalled(side, name))),
  };
}

/** Columns of a relation that both sides have, with the same type: rows are compared by these. */
export function sharedColumns(was: readonly StoredColumn[], is: readonly StoredColumn[]): StoredColumn[] {
  return is.filter((column) => was.some(({ name, sqlType }) => name === column.name && sqlType === column.sqlType));
}

function measuresOf(generation: ServedGeneration): string[] {
  const { columns } = rowsOfGeneration(generation);
  // The sums an average is stored as stand for it: it is among the ratios.
  const stored = columns.filter((column) => column.role === 'measure' && !column.partOf);
  return [...stored.map(({ name }) => name), ...generation.ratios.map(({ name }) => name)];
}

function samePartition(before: ServedGeneration | null, after: ServedGeneration): Compared['partition'] {
  const [was, is] = [before ? before.partition : after.partition, after.partition];
  return was && is && was.by === is.by && was.column === is.column ? is : null;
}

/** Distinct counts do not add up; without a companion nothing tells that of several rows. */
function isUntotalled(generation: ServedGeneration, name: string): boolean {
  const column = rowsOfGeneration(generation).columns.find((each) => each.name === name);
  if (column?.additivity !== 'distinct') return false;
  return !generation.relations.some((relation) => relation.name === name);
}
