import { textOfTile } from './sent-tile.ts';
import type { DashboardLoad, SentLoad } from './tile-result.ts';

/**
 * A load as a browser is sent it, each tile as one text: React would walk through every cell of a value to name its
 * form, which took most of the server's time for a page that was asked before.
 */
export function sentLoad({ tiles, ...rest }: DashboardLoad): SentLoad {
  const texts = Object.entries(tiles).map(([id, tile]) => [id, tile.then(textOfTile)] as const);
  return { ...rest, tiles: Object.fromEntries(texts) };
}
