import type { Figure } from '#lib/cli/bench/table.ts';

/** One topic to measure, in the file `<topic>.bench.ts` as `export const benchmark`. */
export type Benchmark = {
  title: string;
  /** `options` are the arguments that begin with a dash; `say` shows progress. */
  run(context: { options: string[]; say: (line: string) => void }): Promise<Figure[]>;
};
