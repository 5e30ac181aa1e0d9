import { type NextRequest, NextResponse } from 'next/server';
import { requireOwnOrigin } from '#lib/auth/origin.ts';
import { pathHeader } from '#lib/auth/path-header.ts';
import { securityHeaders } from '#lib/auth/security-headers.ts';
import { readEnvironment } from '#lib/environment.ts';
import { PersonError } from '#lib/problem.ts';

const { appUrl } = readEnvironment();
const largestBody = 1_000_000;

/**
 * Looks at a request before Next parses it: where a change comes from and how long it is. It never decides who may do
 * what; that is the policy table's, inside every page, action and route.
 */
export function proxy(request: NextRequest): NextResponse {
  const refused = refusal(request);
  if (refused) return withHeaders(refused);
  const headers = new Headers(request.headers);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  return withHeaders(NextResponse.next({ request: { headers } }));
}

function refusal(request: NextRequest): NextResponse | null {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return null;
  const length = request.headers.get('content-length');
  if (length === null && request.headers.has('transfer-encoding')) {
    return refuse(411, 'This request does not say how long it is. Send a Content-Length.');
  }
  if (Number(length ?? 0) > largestBody) {
    return refuse(413, 'This request is larger than 1 MB. Send less at a time.');
  }
  // Another site can make a browser send its cookie, but not an Authorization header.
  if (request.headers.has('authorization')) return null;
  try {
    requireOwnOrigin(request.headers, appUrl);
    return null;
  } catch (error) {
    if (error instanceof PersonError) return refuse(error.status, error.message);
    throw error;
  }
}

function refuse(status: number, message: string): NextResponse {
  return NextResponse.json({ error: { code: 'refused', message } }, { status });
}

function withHeaders(response: NextResponse): NextResponse {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}

export const config = {
  // Next's own files carry no cookie-dependent content and are many; everything else passes here.
  matcher: '/((?!_next/static|_next/image|favicon.ico).*)',
};
