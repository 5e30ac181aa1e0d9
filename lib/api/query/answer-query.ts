import type { Viewer } from '#lib/auth/viewer.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { tileCsv } from '#lib/export/csv.ts';
import { csvHeaders } from '#lib/export/csv-response.ts';
import { english } from '#lib/i18n/languages.ts';
import { type Message, say } from '#lib/i18n/message.ts';
import { answerPlan, type QueryAnswer } from '#lib/query/ask.ts';
import type { Asker } from '#lib/query/asker.ts';
import type { Considered } from '#lib/query/awareness/candidate.ts';
import { conditional } from '#lib/query/conditional.ts';
import { openLoad } from '#lib/query/execution/load.ts';
import { pageFailure } from '#lib/query/failure.ts';
import { failureStatus } from '#lib/query/failure-status.ts';
import { parseQuery } from '#lib/query/parse-url.ts';
import { pinEpoch } from '#lib/query/pinned.ts';
import { planQuery } from '#lib/query/plan.ts';
import type { Query } from '#lib/query/query.ts';
import { type ReadWarehouse, readWarehouse } from '#lib/query/read-warehouse.ts';
import { queryText } from '#lib/query/write-url.ts';
import { answerTag } from './answer-tag.ts';
import type { Answered } from './schemas.ts';

type Answer = Extract<QueryAnswer, { ok: true }>;

export type QueryRequest = {
  registry: Registry;
  viewer: Viewer;
  request: Request;
  epoch: string | null;
  format: 'json' | 'csv';
  warehouse?: ReadWarehouse;
};

/** Answers the question that the address of a request asks, or says that the answer is still the one the asker has. */
export async function answerQuery(asked: QueryRequest): Promise<Response> {
  const { viewer, request, warehouse = readWarehouse() } = asked;
  const read = parseQuery(questionIn(request));
  if (!read.ok) return refused(400, 'invalid', read.message);
  const load = openLoad({ viewer, warehouse, signal: request.signal });
  try {
    const pinned = await pinEpoch(warehouse.pages, warehouse.schema, asked.epoch);
    return await answered(read.query, { ...asked, pinned, warehouse, load }, asked);
  } catch (error) {
    throw pageFailure(error);
  } finally {
    load.end();
  }
}

async function answered(query: Query, asker: Asker, { request, format }: QueryRequest): Promise<Response> {
  const plan = await planQuery(query, asker);
  if (!plan.ok) {
    return 'invalid' in plan
      ? refused(422, 'invalid', plan.invalid)
      : refused(failureStatus[plan.code], plan.code, plan.message, plan);
  }
  return conditional(request, answerTag(plan, asker, format), async () => {
    const answer = await answerPlan(plan, asker);
    if (!answer.ok) return refused(failureStatus[answer.code], answer.code, answer.message, answer);
    return format === 'csv' ? csvOf(answer) : Response.json(bodyOf(query, answer));
  });
}

function csvOf(answer: Answer): Response {
  const { epoch, summary, truncated } = answer;
  const headers = csvHeaders({ name: `${summary}-epoch-${epoch}.csv`, epoch, summary });
  return new Response(tileCsv(answer), { headers: { ...headers, 'X-Summa-Truncated': String(truncated) } });
}

/** The part of the address that is the question: all but how it is to be answered. */
function questionIn(request: Request): URLSearchParams {
  const question = new URL(request.url).searchParams;
  question.delete('epoch');
  question.delete('format');
  return question;
}

function bodyOf(query: Query, answer: Answer): Answered {
  const { answeredBy, columns, notes, ...found } = answer;
  const { epoch, summary, completeThrough, rows, values, truncated, comparison, totals, rest, partialFrom } = found;
  return {
    query: queryText(query),
    epoch,
    summary,
    completeThrough,
    // As the question calls them: the same whichever summary answers.
    columns: columns.map((column, at) => ({ ...column, key: query.dimensions[at] ?? column.key })),
    rows,
    values,
    truncated,
    ...(comparison ? { comparison } : {}),
    ...(totals ? { totals } : {}),
    ...(rest ? { rest } : {}),
    ...(partialFrom ? { partialFrom } : {}),
    notes: notes.map((note) => say(note, english)),
    answeredBy: { summary: answeredBy.summary, considered: said(answeredBy.considered) },
    sql: found.sql,
    parameters: found.parameters,
  };
}

function refused(
  status: number,
  code: string,
  message: Message,
  { considered = [], instead = null }: { considered?: readonly Considered[]; instead?: Query | null } = {},
): Response {
  const error = {
    code,
    message: say(message, english),
    ...(considered.length > 0 ? { considered: said(considered) } : {}),
    ...(instead ? { instead: queryText(instead) } : {}),
  };
  return Response.json({ error }, { status, headers: status === 503 ? { 'Retry-After': '5' } : {} });
}

function said(considered: readonly Considered[]): Answered['answeredBy']['considered'] {
  return considered.map(({ summary, chosen, reason }) => ({ summary, chosen, reason: say(reason, english) }));
}
