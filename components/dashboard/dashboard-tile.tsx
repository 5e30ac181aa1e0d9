'use client';

import { Tile, type TileProps } from '#components/tiles/tile.tsx';
import { useSettled } from '#components/tiles/use-settled.ts';
import type { SentTile } from '#lib/dashboard/dashboard-load.ts';

type DashboardTileProps = Omit<TileProps, 'result' | 'stale'> & {
  promise: SentTile | undefined;
  waiting: boolean;
};

/** Waits for its own answer only: a slow tile holds up no other. */
export function DashboardTile({ promise, waiting, ...tile }: DashboardTileProps) {
  const { result, pending } = useSettled(promise);
  return <Tile {...tile} result={result} stale={waiting || pending} />;
}
