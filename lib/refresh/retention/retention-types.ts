/** What a summary takes on disk, indexes included. Bytes as decimal text. */
export type Storage = {
  summary: string;
  /** Rows that the newest epoch shows. */
  currentBytes: string;
  /** Rows that later epochs replaced, of the generation that serves. */
  closedBytes: string;
  /** All tables of generations that served before. */
  oldGenerationsBytes: string;
  /** Generations that have tables. */
  generations: number;
  /** The oldest epoch that can be read; null while all can. */
  horizon: number | null;
  /** How long replaced rows are kept: '30 days'. */
  keep: string;
};
