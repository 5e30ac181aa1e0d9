import { createHash } from 'node:crypto';

/**
 * The name of an answer's present state. `parts` are all it depends on: the canonical question with its days resolved, the
 * incarnation, the generation and the epoch at which its summary last changed, the viewer's scope, the format. It is weak:
 * the same numbers may be sent compressed or not.
 */
export function etagOf(parts: unknown): string {
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)}"`;
}

/** Whether the caller has this answer already: one of the tags of `If-None-Match`, or `*`. */
export function isUnchanged(headers: Headers, etag: string): boolean {
  const given = headers.get('if-none-match');
  if (given === null) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return given.trim() === '*' || given.split(',').some((tag) => opaque(tag) === opaque(etag));
}

/**
 * An answer to a GET that is only made where the caller does not have it: 304 else, without a statement about rows.
 *
 *     return conditional(request, etagOf([question, incarnation, generation, changedAt, scope, format]), () => answer());
 */
export async function conditional(request: Request, etag: string, answer: () => Promise<Response>): Promise<Response> {
  if (isUnchanged(request.headers, etag)) return new Response(null, { status: 304, headers: { ETag: etag } });
  const response = await answer();
  if (response.ok) response.headers.set('ETag', etag);
  return response;
}
