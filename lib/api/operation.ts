import type { z } from 'zod';
import type { RouteName } from '#lib/auth/policy.ts';

/** The routes of the API for programs, by their names in the policy table. */
export type ApiRouteName = Extract<RouteName, `${string} /api/v1/${string}`>;

/** What is told of a route of the API. The schemas are those it reads its input by. */
export type Operation = {
  /** The name of the operation in programs made from the document. */
  id: string;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: Record<string, z.ZodType>;
  body?: z.ZodType;
  /** Good answers by status. */
  answers: Record<number, { description: string; name: string; schema: z.ZodType; csv?: true }>;
  /** It answers 304 to who has the answer already, by its `ETag`. */
  conditional?: true;
  /** Refusals besides those every route may answer. */
  refusals: readonly (keyof typeof refusals)[];
};

/** What each status of a refusal means. */
export const refusals = {
  400: 'The body is not JSON, or the query was not understood.',
  401: 'There is no token, or it is not valid.',
  403: 'The token belongs to somebody who may not do this.',
  404: 'There is nothing of that name.',
  409: 'It does not fit the state of things; the message says why.',
  413: 'The body is larger than 1 MB.',
  422: 'The input was understood and is not right; the message says what is expected.',
  429: 'This person asks for too much at once; try again after `Retry-After`.',
  500: 'Something unexpected; the message holds a reference for an admin.',
  502: 'The warehouse failed; the message holds a reference for an admin.',
  503: 'A database cannot be reached or is busy just now; try again.',
  504: 'It took longer than a question may; ask for less at once.',
} as const;

/** Every route may answer these. */
export const always = [401, 403, 500, 503] as const;
