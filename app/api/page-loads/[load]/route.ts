import { route } from '#lib/auth/route.ts';
import { pageLoadParams } from '#lib/query/execution/page-load-id.ts';
import { pageLoads } from '#lib/query/execution/page-loads.ts';

/** Says that a browser still waits for its page load. The answer is the same where there is none. */
export const POST = route('POST /api/page-loads/[load]', { params: pageLoadParams }, async ({ viewer, params }) => {
  pageLoads().renew(viewer, params.load);
  return new Response(null, { status: 204 });
});
