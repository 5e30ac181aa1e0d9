import { keyOf } from '#lib/api/refreshes/idempotency-key.ts';
import { readRefresh } from '#lib/api/refreshes/read-refresh.ts';
import { requestOnce } from '#lib/api/refreshes/request-once.ts';
import { refreshBody } from '#lib/api/refreshes/schemas.ts';
import { route } from '#lib/auth/route.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

/** Requests a refresh: 202 with its id, or 200 with the id of the run that the same `Idempotency-Key` has made before. */
export const POST = route('POST /api/v1/refreshes', { body: refreshBody }, async ({ viewer, body, request }) => {
  const store = controlStore();
  const { id, replayed } = await requestOnce(store, registry, { caller: viewer, key: keyOf(request.headers), body });
  const { status, links } = await readRefresh(store, id);
  return Response.json({ id, status, links }, { status: replayed ? 200 : 202, headers: { Location: links.self } });
});
