import { route } from '#lib/auth/route.ts';
import { pageLoadParams } from '#lib/query/execution/page-load-id.ts';
import { pageLoads } from '#lib/query/execution/page-loads.ts';

/** Says that a browser does not wait for its page load any more: what nobody else waits for is cancelled. */
export const POST = route('POST /api/page-loads/[load]/end', { params: pageLoadParams }, async ({ viewer, params }) => {
  pageLoads().end(viewer, params.load);
  return new Response(null, { status: 204 });
});
