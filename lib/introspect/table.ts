/** A table of the warehouse as its catalog and a bounded sample show it. */
export type WarehouseTable = {
  schema: string;
  name: string;
  comment: string | null;
  /** Estimated rows; null when nothing is known. */
  rows: number | null;
  columns: WarehouseColumn[];
};

export type WarehouseColumn = {
  name: string;
  /** As `format_type` writes it; of a domain the type below it, of an enum `text`. */
  type: string;
  notNull: boolean;
  comment: string | null;
  /** First column of an index, so that a refresh finds a day without reading the table. */
  indexed: boolean;
  /** It alone tells every row from every other. */
  unique: boolean;
  /** Estimated different values, null not counted; null when nothing is known. */
  distinct: number | null;
  /** Mean length of its values as text, from the sample. */
  length: number | null;
  /** Most digits after the point in the sample, of a numeric without a declared scale. */
  scale: number | null;
};
