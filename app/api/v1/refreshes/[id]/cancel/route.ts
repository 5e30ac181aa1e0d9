import { readRefresh } from '#lib/api/refreshes/read-refresh.ts';
import { cancelBody, runParams } from '#lib/api/refreshes/schemas.ts';
import { audit } from '#lib/auth/audit.ts';
import { route } from '#lib/auth/route.ts';
import { cancelRun } from '#lib/refresh/run/cancel.ts';
import { controlStore } from '#lib/store/connect.ts';

/** Asks that a run ends, after its unit or now; 409 when it has ended already. */
export const POST = route(
  'POST /api/v1/refreshes/[id]/cancel',
  { params: runParams, body: cancelBody },
  async ({ viewer, params: { id }, body: { how } }) => {
    const store = controlStore();
    await cancelRun(store, id, how, viewer.email);
    await audit(store, { who: viewer.email, what: 'run.cancel', detail: { run: id, how } });
    return Response.json(await readRefresh(store, id), { status: 202 });
  },
);
