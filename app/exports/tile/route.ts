import { z } from 'zod';
import { route } from '#lib/auth/route.ts';
import { exportTile } from '#lib/export/tile-export.ts';
import { registry } from '#queries/index.ts';

// What is left after these three names is the dashboard's filters.
const query = z.intersection(
  z.object({ dashboard: z.string(), tile: z.string(), epoch: z.string().optional() }),
  z.record(z.string(), z.string()),
);

/** What a tile shows as CSV: `/exports/tile?dashboard=sales&tile=t2&epoch=412&country=KR`. */
export const GET = route('GET /exports/tile', { query }, async ({ viewer, query: asked, request }) => {
  const { dashboard, tile, epoch = null, ...filters } = asked;
  return exportTile({ registry, viewer, dashboard, tile, epoch, filters, load: { signal: request.signal } });
});
