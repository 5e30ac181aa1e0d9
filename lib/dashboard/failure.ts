import { isUnreachable, reportUnexpected } from '#lib/auth/report.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { TileFailure } from './tile-result.ts';

/** A failure as a person may read it: what happened and what to do, without a word of SQL. */
export function tileFailure(where: string, error: unknown, log?: (line: string) => void): TileFailure {
  if (error instanceof PersonError) return { ok: false, code: 'refused', message: error.message };
  if (isTimeout(error)) {
    return {
      ok: false,
      code: 'timeout',
      message: 'This took longer than a page may wait and was stopped. Choose a shorter period or fewer groups.',
    };
  }
  if (isUnreachable(error)) {
    reportUnexpected(where, error, log);
    return { ok: false, code: 'failed', message: isBusy(error) ? busy : unreachable };
  }
  return { ok: false, code: 'failed', message: say(reportUnexpected(where, error, log), english) };
}

/** What a page says that could not even find its epoch. */
export function pageFailure(error: unknown): unknown {
  if (isUnreachable(error) || isTimeout(error)) {
    return new PersonError(
      { found: isBusy(error) || isTimeout(error) ? busy : unreachable, expected: '', todo: '', status: 503 },
      { cause: error },
    );
  }
  if (codeOf(error) === '42P01') {
    return new PersonError(
      {
        found: 'The warehouse does not have Summa’s tables yet.',
        expected: '',
        todo: 'They are made when Summa starts; if this stays, tell an admin.',
        status: 503,
      },
      { cause: error },
    );
  }
  return error;
}

const unreachable = 'The warehouse cannot be reached just now. Try again in a minute; if this stays, tell an admin.';

const busy = 'The warehouse is busy just now. Try again in a minute.';

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
