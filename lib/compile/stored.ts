import type { Additivity } from '#lib/definition/columns.ts';
import type { TimeBucket, WeekStart } from '#lib/definition/grain.ts';

/** A column of a relation as it was built, kept with its generation so that old epochs are read by the columns they had. */
export type StoredColumn = {
  name: string;
  /** The declared type in the warehouse: `text`, `date`, `timestamp`, `bigint`, `numeric(38,2)`, `boolean` … */
  sqlType: string;
  role: 'time' | 'dimension' | 'measure' | 'entity';
  bucket: TimeBucket | null;
  additivity: Exclude<Additivity, 'ratio'> | null;
  /** The average this is one of the two sums of: no measure of its own for people. */
  partOf?: string;
  /** Of a time column whose weeks do not begin on Monday. */
  weekStart?: WeekStart;
};

/** A column's type, and what else tells its values from others of that type: in words for who compares two builds. */
export function storedAs({ sqlType, weekStart, additivity }: StoredColumn): string {
  if (additivity === 'last') return `${sqlType}, last value`;
  return weekStart === 'sunday' ? `${sqlType}, weeks from Sunday` : sqlType;
}

/**
 * One pair of tables of a generation: `rows` holds the summary itself; every distinct measure with a companion has a
 * relation of its name with the grain columns and the entity counted.
 */
export type StoredRelation = {
  name: string;
  /** Table with the rows of the served epoch. */
  current: string;
  /** Table with the rows that later epochs replaced. */
  closed: string;
  columns: StoredColumn[];
  /** Names of the columns that make a row unique. */
  key: string[];
};

/** Ratios are not stored; a generation remembers how they were defined. An average is the ratio of its two stored sums. */
export type StoredRatio = { name: string; numerator: string; denominator: string; scale: number | null };

/** One physical build of a summary. It is read at the epochs `fromEpoch <= E < toEpoch`. */
export type Generation = {
  id: string;
  summary: string;
  fingerprint: string;
  relations: StoredRelation[];
  ratios: StoredRatio[];
  zone: string;
  /** The day its weeks begin on; left out, Monday. */
  weekStart?: WeekStart;
  /** The partition's width and its column in every relation; null for a summary without time. */
  partition: { by: TimeBucket; column: string } | null;
  fromEpoch: number | null;
  toEpoch: number | null;
};
