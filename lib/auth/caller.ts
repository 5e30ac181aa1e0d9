import type { Caller } from '#lib/auth/sign-in.ts';

/**
 * Who sends these headers, for limits and the audit log.
 *
 * The last address in `X-Forwarded-For` is the one the nearest proxy saw; those before it are the sender's claim. With
 * no proxy in front the whole header may be a claim: the limit for each email and the queue of password checks hold
 * without it.
 */
export function callerOf(headers: Headers): Caller {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 60);
  return { address: address || 'unknown', userAgent: headers.get('user-agent') };
}
