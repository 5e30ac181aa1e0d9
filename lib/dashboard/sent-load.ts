import { setImmediate } from 'node:timers/promises';
import type { DashboardLoad, SentLoad } from './dashboard-load.ts';
import { textOfTile } from './sent-tile.ts';

/**
 * A load as a browser is sent it, each tile as one text: React would walk through every cell of a value to name its form,
 * which took most of the server's time for a page that was asked before. Tiles whose answers are known already go with the
 * page, for each that comes later is compressed and written on its own.
 */
export async function sentLoad({ tiles, ...rest }: DashboardLoad): Promise<SentLoad> {
  const sent: SentLoad['tiles'] = {};
  for (const [id, tile] of Object.entries(tiles)) {
    const text = tile.then(textOfTile);
    sent[id] = text;
    void text.then((known) => {
      sent[id] = known;
    });
  }
  await setImmediate();
  return { ...rest, tiles: { ...sent } };
}
