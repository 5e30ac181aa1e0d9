import type { Language } from '#lib/i18n/language.ts';
import { english } from '#lib/i18n/languages.ts';
import { type Message, say } from '#lib/i18n/message.ts';

/** Words for a person: a message in every language, or, where only the command line and the API speak, English sentences. */
type Problem = { status?: number; retryAfter?: number } & (
  | { message: Message }
  | { found: string; expected: string; todo: string }
);

/**
 * A refusal or failure whose words are meant for the person who asked. Everything else that is thrown is logged and
 * replaced by a reference before it reaches a browser; this passes through as written.
 */
export class PersonError extends Error {
  readonly found: string;
  readonly expected: string;
  readonly todo: string;
  /** Null where there are only English words. */
  readonly said: Message | null;
  /** The HTTP status a route answers with. */
  readonly status: number;
  /** After how many seconds it may go better; null where waiting does not help. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    const { found, expected, todo } =
      'message' in problem ? { found: say(problem.message, english), expected: '', todo: '' } : problem;
    super([found, expected, todo].filter(Boolean).join(' '), options);
    this.name = 'PersonError';
    this.found = found;
    this.expected = expected;
    this.todo = todo;
    this.said = 'message' in problem ? problem.message : null;
    this.status = problem.status ?? 422;
    this.retryAfter = problem.retryAfter ?? null;
  }

  /** What a page says. */
  in(language: Language): string {
    return this.said ? say(this.said, language) : this.message;
  }
}
