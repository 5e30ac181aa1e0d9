import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Compare } from '#lib/definition/tiles.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { AnsweredBy } from './awareness/candidate.ts';
import type { MeasureForm } from './query.ts';

/** One value of a result. int8 and numeric travel as decimal strings, so no digit is lost; dates are `YYYY-MM-DD`. */
export type Cell = string | number | boolean | null;

export type ResultColumn = {
  key: string;
  label: string;
  role: 'time' | 'dimension' | 'measure';
  type: 'date' | 'timestamp' | 'text' | 'number' | 'boolean';
  /** A currency code (`USD`), `percent`, or a word printed after the number (`minutes`). */
  unit?: string;
  /** Digits after the decimal point that people are shown. */
  scale?: number;
  /** What a measure says of another number; left out, its own value. */
  as?: Exclude<MeasureForm, 'value'>;
  /** For `role: 'time'`: the width of a bucket whose first day is the value. */
  grain?: TimeBucket;
  /** Where its weeks do not begin on Monday. */
  weekStart?: 'sunday';
};

/** The rows of one level: the dimensions that remain, and the same columns, null in the dimensions that went. */
export type ResultTotals = { level: string[]; values: Cell[][]; rest?: number[] };

export type TileData = {
  ok: true;
  columns: ResultColumn[];
  /** Columnar: `values[c][r]`. Ten thousand rows reach the browser in two thirds of the time row objects take. */
  values: Cell[][];
  rows: number;
  /** True when the row limit cut the result; `notes` says so in words. */
  truncated: boolean;
  /** The same columns for the period compared with, row i beside row i; a row that has no counterpart is null. */
  comparison?: { label: Compare; from: string; to: string; values: Cell[][]; totals?: ResultTotals[] };
  /** Totals and subtotals, each over all rows and not only those shown. */
  totals?: ResultTotals[];
  /** For each row a bit for each column that stands for the others behind a limit; 1 is the first. */
  rest?: number[];
  /** Sentences a reader must know to read the numbers right (a filter that does not apply, a partial last month). */
  notes: Message[];
  /** First bucket of the time column that is not complete yet: drawn as partial. */
  partialFrom?: string;
  summary: string;
  /** Which summaries were looked at to answer, and why this one. */
  answeredBy?: AnsweredBy;
  epoch: number;
  completeThrough: string | null;
  sql: string;
  parameters: Cell[];
  milliseconds: number;
};

export type TileFailure = {
  ok: false;
  code: 'failed' | 'refused' | 'unbuilt' | 'timeout' | 'forbidden' | 'busy' | 'ended';
  message: Message;
};

export type TileResult = TileData | TileFailure;
