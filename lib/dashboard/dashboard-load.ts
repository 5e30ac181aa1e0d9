import type { Message } from '#lib/i18n/message.ts';
import type { TileResult } from '#lib/query/result.ts';

/**
 * What one dashboard load sends to a browser. The page and the server action return the same shape, so a first load and a
 * filter change are drawn by the same code.
 */
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
