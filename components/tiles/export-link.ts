export type TileAddress = {
  dashboard: string;
  tile: string;
  epoch: number;
  filters: Record<string, string>;
  /** Whether the viewer may also take away the whole summary behind the tile. */
  wholeSummary: boolean;
};

/** Where the rows of a tile can be fetched as CSV: the same filters and the same epoch as on the screen. */
export function exportLink({ dashboard, tile, epoch, filters }: Omit<TileAddress, 'wholeSummary'>): string {
  const query = new URLSearchParams({ dashboard, tile, epoch: String(epoch), ...filters });
  return `/exports/tile?${query}`;
}

/** Where every row of a summary can be fetched as CSV, as of the epoch on the screen. */
export function summaryExportLink(summary: string, epoch: number): string {
  return `/exports/summaries/${encodeURIComponent(summary)}?epoch=${epoch}`;
}

/** A link that shows the receiver this tile with these numbers. */
export function tileLink(page: string, tile: string, epoch: number): string {
  const url = new URL(page);
  url.searchParams.set('epoch', String(epoch));
  url.hash = tile;
  return url.href;
}
