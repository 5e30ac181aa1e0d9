import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

/** What somebody is told who must come again later. */
export function tooBusy(retryAfter: number, cause?: unknown): PersonError {
  return new PersonError({ message: message('problem.busy'), status: 503, retryAfter }, { cause });
}

/** Somebody who asks for more at once than one person looks at. */
export function tooMany(retryAfter: number): PersonError {
  return new PersonError({ message: message('problem.tooManyLoads'), status: 429, retryAfter });
}

/** Whether the server has no connection left for Summa just now. */
export function isServerFull(error: unknown): boolean {
  const { code, message: words } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === '53300' || (typeof words === 'string' && words.includes('timeout exceeded when trying to connect'));
}
