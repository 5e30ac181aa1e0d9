import type { Compare } from '#lib/definition/tiles.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { MeasureForm } from '#lib/query/query.ts';

/**
 * What one dashboard load sends to a browser. The page and the server action return the same shape, so a first load and a
 * filter change are drawn by the same code.
 */

/** One value of a result. int8 and numeric travel as decimal strings, so no digit is lost; dates are `YYYY-MM-DD`. */
export type Cell = string | number | boolean | null;

export type TimeGrain = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

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
  grain?: TimeGrain;
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
  answeredBy?: { summary: string; considered: readonly { summary: string; chosen: boolean; reason: Message }[] };
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

export type FilterView = {
  name: string;
  label: string;
  /** The value as it stands in the URL; the empty string means the filter's default. */
  value: string;
  /** Why the value in the URL could not be used as it stands, and what is shown instead. */
  problem?: Message;
} & (
  | {
      kind: 'date-range';
      default: string;
      /** The exact days asked for, both included, as people read them. */
      resolved: { from: string; to: string };
      /** The days that hold data at this epoch, both included; null while nothing is built. */
      available: { from: string; to: string } | null;
      presets: { value: string; from: string; to: string }[];
    }
  | {
      kind: 'choice';
      default: string;
      /** Values by their id in a URL (`choice-id.ts`), with the rows of the summary that have them. */
      options: { value: string; count: string }[];
      selected: string[];
      truncated: boolean;
    }
);

export type TileView = {
  id: string;
  kind: 'number' | 'line' | 'area' | 'bar' | 'table';
  title: string;
  description?: string;
  /** Columns of a twelve-column grid. */
  width: number;
  /** Rows of the grid, each 40 px high. */
  height: number;
  /** The dimension whose values become separate series. */
  split?: string;
  stacked?: boolean;
};

export type DashboardHead = {
  name: string;
  title: string;
  description?: string;
  attribution?: string;
  owner?: string;
  filters: FilterView[];
  tiles: TileView[];
  /** Sentences about the page as a whole: an address that names a filter which does not exist. */
  notes: Message[];
  /** The epoch every tile of this load was read at. */
  epoch: number;
  latestEpoch: number;
  /** True when the epoch came from the URL rather than from the moment of loading. */
  pinned: boolean;
  incarnation: string;
  /** The least complete of the summaries on the page; `through` is null while one of them is unbuilt. */
  completeThrough: { through: string | null; summary: string; zone: string };
};

/** `id` is the name by which a browser says that it waits for the tiles, or does not any more. */
export type DashboardLoad = { id: string; head: DashboardHead; tiles: Record<string, Promise<TileResult>> };

/** A tile as it travels (`sent-tile.ts`), at once where its answer was known. */
export type SentTile = string | Promise<string>;
export type SentLoad = Omit<DashboardLoad, 'tiles'> & { tiles: Record<string, SentTile> };
