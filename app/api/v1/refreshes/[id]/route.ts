import { awaitRefresh } from '#lib/api/refreshes/await-refresh.ts';
import { runParams, waitQuery } from '#lib/api/refreshes/schemas.ts';
import { route } from '#lib/auth/route.ts';
import { stopping } from '#lib/server/stopping.ts';
import { controlStore } from '#lib/store/connect.ts';

/** A run: at once, or with `?wait=25` when its state has changed. */
export const GET = route(
  'GET /api/v1/refreshes/[id]',
  { params: runParams, query: waitQuery },
  async ({ params, query, request }) =>
    Response.json(await awaitRefresh(controlStore(), params.id, query.wait, [request.signal, stopping])),
);
