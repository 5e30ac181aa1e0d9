/**
 * A refusal or failure whose words are meant for the person who asked. Everything else that is thrown is logged and
 * replaced by a reference before it reaches a browser; this passes through as written.
 */
export class PersonError extends Error {
  readonly found: string;
  readonly expected: string;
  readonly todo: string;
  /** The HTTP status a route answers with. */
  readonly status: number;

  constructor(
    problem: { found: string; expected: string; todo: string; status?: number },
    options?: { cause?: unknown },
  ) {
    super([problem.found, problem.expected, problem.todo].filter(Boolean).join(' '), options);
    this.name = 'PersonError';
    this.found = problem.found;
    this.expected = problem.expected;
    this.todo = problem.todo;
    this.status = problem.status ?? 422;
  }
}
