import { readRefresh } from '#lib/api/refreshes/read-refresh.ts';
import { noBody, runParams } from '#lib/api/refreshes/schemas.ts';
import { audit } from '#lib/auth/audit.ts';
import { route } from '#lib/auth/route.ts';
import { retryRun } from '#lib/refresh/run/retry-run.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

/** Queues a run of exactly what an ended run has not done; 409 when there is nothing of that. */
export const POST = route(
  'POST /api/v1/refreshes/[id]/retry',
  { params: runParams, body: noBody },
  async ({ viewer, params: { id } }) => {
    const store = controlStore();
    const run = await retryRun(store, registry, { id, who: viewer.email });
    await audit(store, { who: viewer.email, what: 'run.retry', detail: { run: run.id, of: id } });
    const { status, links } = await readRefresh(store, run.id);
    return Response.json({ id: run.id, status, links }, { status: 202, headers: { Location: links.self } });
  },
);
