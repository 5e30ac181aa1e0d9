import { Skeleton } from '#components/ui/skeleton.tsx';
import type { TileView } from '#lib/dashboard/dashboard-load.ts';

const columns = [45, 70, 55, 85, 62, 78, 50, 90, 66, 74];
const rows = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Of the shape of what comes, in the room it will take. */
export function TileSkeleton({ kind }: { kind: TileView['kind'] }) {
  switch (kind) {
    case 'number':
      return (
        <div className="flex h-full flex-col justify-end gap-3 pb-2.5">
          <Skeleton className="h-7 w-32 max-w-full" />
          <Skeleton className="h-3.5 w-44 max-w-full" />
        </div>
      );
    case 'table':
      return (
        <div className="flex h-full flex-col gap-3 overflow-hidden pt-2">
          {rows.map((row) => (
            <Skeleton key={row} className="h-4 w-full shrink-0" />
          ))}
        </div>
      );
    default:
      return (
        <div className="flex h-full items-end gap-[3%] border-b border-border pt-4">
          {columns.map((height) => (
            <div key={height} className="flex flex-1 items-end" style={{ height: `${height}%` }}>
              <Skeleton className="size-full rounded-b-none" />
            </div>
          ))}
        </div>
      );
  }
}
