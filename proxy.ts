import { type NextRequest, NextResponse } from 'next/server';
import { refuseAtGate } from '#lib/auth/gate.ts';
import { pathHeader } from '#lib/auth/path-header.ts';
import { securityHeaders } from '#lib/auth/security-headers.ts';
import { readEnvironment } from '#lib/environment.ts';

/** What every request passes first: origin, length and form of a change, and the headers of every answer. */
export async function proxy(request: NextRequest): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  const refused = await refuseAtGate(request, readEnvironment().appUrl);
  const response = refused ?? NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}

export const config = {
  // Next's own files are many and the same for everybody.
  matcher: '/((?!_next/static|_next/image|favicon.ico).*)',
};
