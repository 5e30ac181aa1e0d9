import type { ColumnType } from '#lib/load/column-type.ts';
import type { CopyRows } from '#lib/load/copy-rows.ts';
import type { RejectedRows } from '#lib/load/rejected-rows.ts';

/** A column of a file: its name there, its name in the table, and the type it is loaded as. */
export type FileColumn = { source: string; name: string; type: ColumnType; note: string | null; notNull: boolean };

/** Where rows go while a file is read. */
export type RowSink = {
  rows: CopyRows;
  rejected: RejectedRows;
  /** Called between pieces of the file: hands over what has been built, and waits while the server is behind. */
  pause(progress: Progress): Promise<void>;
};

/** How far a file has been read. Blank lines are no rows. */
export type Progress = { read: number; blank: number; bytes: number; size: number };

/** A file of one format, as the load sees it. */
export type SourceFile = {
  /** What the format is, for people. */
  says: string;
  /** The columns' names in the file. */
  header: string[];
  /** Finds the types of all columns, in the file's order; `note` is for people. */
  types(onProgress: (progress: Progress) => void): Promise<{ type: ColumnType; note: string | null }[]>;
  /** Reads all rows into a sink. */
  read(columns: FileColumn[], sink: RowSink): Promise<Progress>;
};
