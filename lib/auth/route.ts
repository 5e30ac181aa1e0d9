import { z } from 'zod';
import { authorise, type ViewerFor } from '#lib/auth/authorise.ts';
import { type Surroundings, surroundings, viewerByTokenOrCookie } from '#lib/auth/find-viewer.ts';
import { parseInput } from '#lib/auth/input.ts';
import { requireOwnOrigin } from '#lib/auth/origin.ts';
import type { RouteName } from '#lib/auth/policy.ts';
import { isUnreachable, reportUnexpected } from '#lib/auth/report.ts';
import { inertPolicy, securityHeaders } from '#lib/auth/security-headers.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

/** What a route takes from its address and body; a part without a schema is not read. */
export type RouteInput<Query extends z.ZodType, Params extends z.ZodType, Body extends z.ZodType> = {
  query?: Query;
  params?: Params;
  body?: Body;
};

export type RouteContext<Name extends RouteName, Query, Params, Body> = {
  viewer: ViewerFor<Name>;
  query: Query;
  params: Params;
  body: Body;
  request: Request;
};

/** What a route needs from the outside; tests bring their own. */
export type RouteEffects = { around: () => Surroundings; log?: (line: string) => void };

const none = z.unknown().transform(() => undefined);
type None = typeof none;

/**
 * The only way to export a route. Signed-in people come by session cookie or `Authorization: Bearer summa_...`; refusals
 * are JSON `{ error: { code, message } }`, and no answer may be kept by a cache that is shared.
 *
 *     export const GET = route('GET /api/v1/summaries', { query: listQuery }, async ({ viewer, query }) => Response.json(...));
 */
export function route<
  Name extends RouteName,
  Query extends z.ZodType = None,
  Params extends z.ZodType = None,
  Body extends z.ZodType = None,
>(
  name: Name,
  input: RouteInput<Query, Params, Body>,
  fn: (context: RouteContext<Name, z.output<Query>, z.output<Params>, z.output<Body>>) => Promise<Response>,
  effects: RouteEffects = { around: surroundings },
): (request: Request, context: { params: Promise<unknown> }) => Promise<Response> {
  const answer = async (request: Request, rawParams: Promise<unknown>): Promise<Response> => {
    const around = effects.around();
    const reads = request.method === 'GET' || request.method === 'HEAD';
    // Another site can make a browser send its cookie, but not an Authorization header.
    if (!reads && !request.headers.has('authorization')) requireOwnOrigin(request.headers, around.appUrl);

    const decision = await authorise(name, () => viewerByTokenOrCookie(request.headers, around));
    if (!decision.allowed) {
      const status = decision.code === 'unauthenticated' ? 401 : 403;
      return refuse(status, decision.code, say(decision.message, english));
    }

    const query = parseInput(input.query ?? none, queryOf(request));
    if (!query.ok) return refuse(400, 'invalid', query.message);
    const params = parseInput(input.params ?? none, await rawParams);
    if (!params.ok) return refuse(404, 'not-found', params.message);
    const body = parseInput(input.body ?? none, input.body ? await jsonOf(request) : undefined);
    if (!body.ok) return refuse(422, 'invalid', body.message);

    return fn({
      viewer: decision.viewer,
      query: query.value as z.output<Query>,
      params: params.value as z.output<Params>,
      body: body.value as z.output<Body>,
      request,
    });
  };

  return async (request, context) => {
    try {
      return withHeaders(await answer(request, context.params));
    } catch (error) {
      return withHeaders(failure(name, error, effects.log));
    }
  };
}

/** What programs read of a refusal that was made for a person. */
const codes: Record<number, string> = {
  400: 'invalid',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  422: 'invalid',
  429: 'busy',
  503: 'unavailable',
};

function failure(name: RouteName, error: unknown, log: RouteEffects['log']): Response {
  if (error instanceof PersonError) {
    return refuse(error.status, codes[error.status] ?? 'failed', error.message, error.retryAfter);
  }
  const message = say(reportUnexpected(name, error, log), english);
  return isUnreachable(error) ? refuse(503, 'unavailable', message) : refuse(500, 'failed', message);
}

function refuse(status: number, code: string, message: string, retryAfter: number | null = null): Response {
  const headers: Record<string, string> = {};
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer realm="Summa"';
  if (retryAfter !== null) headers['Retry-After'] = String(retryAfter);
  return Response.json({ error: { code, message } }, { status, headers });
}

function withHeaders(response: Response): Response {
  // The headers of a `Response.redirect()` or a fetched response cannot be changed, those of a copy can.
  const copy = new Response(response.body, response);
  for (const [name, value] of Object.entries(securityHeaders)) copy.headers.set(name, value);
  if ([429, 503].includes(copy.status) && !copy.headers.has('Retry-After')) copy.headers.set('Retry-After', '5');
  copy.headers.set('Content-Security-Policy', inertPolicy);
  copy.headers.set('Cache-Control', 'private, no-store');
  return copy;
}

/** A name given twice becomes a list, so that a schema that wants one value refuses it rather than takes either. */
function queryOf(request: Request): Record<string, string | string[]> {
  const search = new URL(request.url).searchParams;
  return Object.fromEntries(
    [...new Set(search.keys())].map((key) => {
      const values = search.getAll(key);
      return [key, values.length === 1 && values[0] !== undefined ? values[0] : values];
    }),
  );
}

const largestBody = 1_000_000;

async function jsonOf(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) {
    throw new PersonError({
      found: 'The body of this request is larger than 1 MB.',
      expected: 'Expected a small JSON document.',
      todo: 'Send less at a time.',
      status: 413,
    });
  }
  try {
    const text = await request.text();
    // Nothing was sent: a schema may have a default for that, else it says what is missing.
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    const problem = {
      found: 'The body of this request is not JSON.',
      expected: 'Expected a JSON document.',
      todo: 'Correct it.',
    };
    throw new PersonError({ ...problem, status: 400 }, { cause });
  }
}
