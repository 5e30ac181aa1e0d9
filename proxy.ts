import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { refuseAtGate } from '#lib/auth/gate.ts';
import { pathHeader } from '#lib/auth/path-header.ts';
import { inertPolicy, nonceHeader, pagePolicy, securityHeaders } from '#lib/auth/security-headers.ts';
import { readEnvironment } from '#lib/environment.ts';
import { admitPage } from '#lib/query/execution/admit-page.ts';
import { ticketHeader } from '#lib/query/execution/page-tickets.ts';

/** What every request passes first: origin, length and form of a change, room for a page, and the headers of every answer. */
export async function proxy(request: NextRequest): Promise<Response> {
  const refused = await refuseAtGate(request, readEnvironment().appUrl);
  if (refused) return withHeaders(refused, inertPolicy);
  const admitted = admitPage(request);
  if (!admitted.ok) return withHeaders(admitted.response, inertPolicy);

  const nonce = randomBytes(16).toString('base64');
  const policy = pagePolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  headers.set(nonceHeader, nonce);
  headers.delete(ticketHeader);
  if (admitted.ticket) headers.set(ticketHeader, admitted.ticket);
  // Next puts the nonce it finds here on the scripts it writes into a page.
  headers.set('Content-Security-Policy', policy);
  // Routes answer with a policy of their own, which this one would replace.
  const isPage = !/^\/(api|exports)\//.test(request.nextUrl.pathname);
  return withHeaders(NextResponse.next({ request: { headers } }), isPage ? policy : null);
}

function withHeaders(response: Response, contentPolicy: string | null): Response {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  if (contentPolicy) response.headers.set('Content-Security-Policy', contentPolicy);
  return response;
}

export const config = {
  // Next's own files are many and the same for everybody.
  matcher: '/((?!_next/static|_next/image|favicon.ico).*)',
};
