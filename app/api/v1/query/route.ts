import { answerQuery } from '#lib/api/query/answer-query.ts';
import { queryQuery } from '#lib/api/query/schemas.ts';
import { route } from '#lib/auth/route.ts';
import { registry } from '#queries/index.ts';

/** The answer to a question: `/api/v1/query?topic=sales&measures=revenue&by=country&range=last-28-days`. */
export const GET = route(
  'GET /api/v1/query',
  { query: queryQuery },
  async ({ viewer, query: { epoch = null, format }, request }) =>
    answerQuery({ registry, viewer, request, epoch, format }),
);
