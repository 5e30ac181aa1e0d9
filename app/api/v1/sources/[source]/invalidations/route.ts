import { invalidationBody, sourceParams } from '#lib/api/sources/schemas.ts';
import { audit } from '#lib/auth/audit.ts';
import { route } from '#lib/auth/route.ts';
import { readEnvironment } from '#lib/environment.ts';
import { reportChanges } from '#lib/refresh/late/report-changes.ts';
import { controlStore } from '#lib/store/connect.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { registry } from '#queries/index.ts';

/** Notes which days of a source have changed, and how far it is complete. */
export const POST = route(
  'POST /api/v1/sources/[source]/invalidations',
  { params: sourceParams, body: invalidationBody },
  async ({ viewer, params: { source }, body }) => {
    const { warehouseUrl, schema } = readEnvironment();
    const { through = null, reason = null } = body;
    const ranges = body.ranges === 'all' ? null : body.ranges;
    const changes = { source, ranges, through, who: viewer.email, why: reason };
    const noted = await reportChanges(warehousePool('jobs', warehouseUrl), schema, registry, changes);
    await audit(controlStore(), { who: viewer.email, what: 'source.invalidate', detail: changes });
    return Response.json({ source, ranges: noted.ranges }, { status: 202 });
  },
);
