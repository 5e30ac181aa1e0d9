import { route } from '#lib/auth/route.ts';
import { warehouseHealth } from '#lib/warehouse/health.ts';
import { registry } from '#queries/index.ts';

/** 200 when every summary is built up to its source, else 503; for load balancers and whoever waits for the start. */
export const GET = route('GET /api/health', {}, async () => {
  const health = await warehouseHealth(registry);
  return Response.json(health, { status: health.status === 'ok' ? 200 : 503 });
});
