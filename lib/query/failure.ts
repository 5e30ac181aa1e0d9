import { isUnreachable, reportUnexpected } from '#lib/auth/report.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { LoadEnded } from '#lib/query/execution/load-ended.ts';
import { connectionProblem } from '#lib/server/connection-problem.ts';
import type { TileFailure } from './result.ts';

/** A failure as a person may read it: what happened and what to do, without a word of SQL. */
export function tileFailure(where: string, error: unknown, log?: (line: string) => void): TileFailure {
  if (error instanceof LoadEnded) return { ok: false, code: 'ended', message: saidBy(error) };
  if (error instanceof PersonError) {
    return { ok: false, code: error.retryAfter === null ? 'refused' : 'busy', message: saidBy(error) };
  }
  if (isTimeout(error)) {
    return {
      ok: false,
      code: 'timeout',
      message: message('problem.tooLong'),
    };
  }
  if (isUnreachable(error)) {
    reportUnexpected(where, error, log);
    return { ok: false, code: 'failed', message: message(isBusy(error) ? 'problem.busy' : 'problem.unreachable') };
  }
  const refused = refusal(error);
  if (refused) {
    reportUnexpected(where, error, log);
    return { ok: false, code: 'failed', message: refused };
  }
  return { ok: false, code: 'failed', message: reportUnexpected(where, error, log) };
}

/** What a page says that could not even find its epoch. */
export function pageFailure(error: unknown): unknown {
  if (error instanceof PersonError) return error;
  if (isUnreachable(error) || isTimeout(error)) {
    return new PersonError(
      {
        message: message(isBusy(error) || isTimeout(error) ? 'problem.busy' : 'problem.unreachable'),
        status: 503,
        retryAfter: 10,
      },
      { cause: error },
    );
  }
  const refused = refusal(error);
  if (refused) return new PersonError({ message: refused, status: 503 }, { cause: error });
  if (codeOf(error) === '42P01') {
    return new PersonError({ message: message('problem.noTables'), status: 503 }, { cause: error });
  }
  return error;
}

function saidBy(error: PersonError): Message {
  return error.said ?? message('problem.plain', { text: error.message });
}

/** What only an admin can mend: a warehouse that answers and does not let Summa in, or not at its tables. */
function refusal(error: unknown): Message | null {
  if (codeOf(error) === '42501') return message('problem.noRight');
  return connectionProblem('WAREHOUSE_READ_URL', '', error) ? message('problem.refused') : null;
}

/** No connection of the pool, or of the server, became free in time. */
function isBusy(error: unknown): boolean {
  return (
    codeOf(error) === '53300' ||
    (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message))
  );
}

/** 57014: a statement that was cancelled, here always by its time limit. */
function isTimeout(error: unknown): boolean {
  return codeOf(error) === '57014' || (error instanceof Error && /Query read timeout/.test(error.message));
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}
