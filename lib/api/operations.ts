import { z } from 'zod';
import type { ApiRouteName, Operation } from './operation.ts';
import { answered, queryQuery } from './query/schemas.ts';
import { idempotencyKey } from './refreshes/idempotency-key.ts';
import { cancelBody, noBody, refresh, refreshBody, requested, runParams, waitQuery } from './refreshes/schemas.ts';
import { invalidated, invalidationBody, sourceParams } from './sources/schemas.ts';
import { readiness, readyQuery, summaries, summaryParams } from './summaries/schemas.ts';

const refreshAnswer = { name: 'Refresh', schema: refresh };
const requestedAnswer = { name: 'RequestedRefresh', schema: requested };

/** Every route under `/api/v1`: a route that is missing here, or listed without being one, is an error of types. */
export const operations = {
  'GET /api/v1/openapi.json': {
    id: 'readOpenApi',
    summary: 'This document.',
    query: z.strictObject({}),
    answers: {
      200: { description: 'OpenAPI 3.1', name: 'OpenApi', schema: z.looseObject({ openapi: z.string() }) },
    },
    refusals: [400],
  },
  'GET /api/v1/query': {
    id: 'query',
    summary:
      'Asks a question of a topic or a summary: measures by dimensions, over time, filtered, compared, with totals.',
    query: queryQuery,
    answers: { 200: { description: 'The answer.', name: 'Answer', schema: answered, csv: true } },
    conditional: true,
    refusals: [400, 409, 422, 429, 502, 504],
  },
  'GET /api/v1/summaries': {
    id: 'listSummaries',
    summary: 'Every summary with what it is complete through.',
    query: z.strictObject({}),
    answers: { 200: { description: 'The summaries.', name: 'Summaries', schema: summaries } },
    refusals: [400],
  },
  'GET /api/v1/summaries/[summary]/ready': {
    id: 'isSummaryReady',
    summary: 'Whether everything of a summary up to a day or moment is in and published.',
    params: summaryParams,
    query: readyQuery,
    answers: { 200: { description: 'Ready or not, and why.', name: 'Readiness', schema: readiness } },
    refusals: [400, 404],
  },
  'POST /api/v1/refreshes': {
    id: 'requestRefresh',
    summary: 'Requests a refresh of a summary and its chain, or joins an equal one that waits.',
    headers: { 'Idempotency-Key': idempotencyKey },
    body: refreshBody,
    answers: {
      200: { description: 'The run that the same key and body have made before.', ...requestedAnswer },
      202: { description: 'Requested. `Location` names the run.', ...requestedAnswer },
    },
    refusals: [400, 404, 409, 413, 422],
  },
  'GET /api/v1/refreshes/[id]': {
    id: 'readRefresh',
    summary: 'A run: at once, or once its state has changed.',
    params: runParams,
    query: waitQuery,
    answers: { 200: { description: 'The run.', ...refreshAnswer } },
    refusals: [400, 404],
  },
  'POST /api/v1/refreshes/[id]/cancel': {
    id: 'cancelRefresh',
    summary: 'Asks that a run ends. What it has published stays.',
    params: runParams,
    body: cancelBody,
    answers: { 202: { description: 'Asked; a run that waited has ended.', ...refreshAnswer } },
    refusals: [400, 404, 409, 413, 422],
  },
  'POST /api/v1/refreshes/[id]/retry': {
    id: 'retryRefresh',
    summary: 'Requests a run of exactly what an ended run failed to do or did not come to.',
    params: runParams,
    body: noBody,
    answers: { 202: { description: 'Requested. `Location` names the new run.', ...requestedAnswer } },
    refusals: [400, 404, 409, 413, 422],
  },
  'POST /api/v1/sources/[source]/invalidations': {
    id: 'invalidateSource',
    summary: 'Says which days of a source have changed, so that the refreshes that are due build them again.',
    params: sourceParams,
    body: invalidationBody,
    answers: { 202: { description: 'Noted.', name: 'Invalidated', schema: invalidated } },
    refusals: [400, 404, 413, 422],
  },
} as const satisfies Record<ApiRouteName, Operation>;
