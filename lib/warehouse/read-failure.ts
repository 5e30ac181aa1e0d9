import { PersonError } from '#lib/problem.ts';
import { connectionProblem, targetOf } from '#lib/server/connection-problem.ts';

/** Why the warehouse could not be read, in an admin's words: with names of variables and roles, and what to do. */
export function readFailure(error: unknown, url: string, variable = readVariable()): unknown {
  const problem = connectionProblem(variable, url, error);
  if (problem) {
    const todo = [problem.todo, ...(problem.sql ?? [])].join(' ');
    return new PersonError({ found: problem.found, expected: '', todo, status: 503 }, { cause: error });
  }
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code === '42501') {
    return new PersonError(
      {
        found: `The role "${targetOf(url).user}" of ${variable} may not read Summa's tables (${String(message)}).`,
        expected: '',
        todo: 'A new start of Summa grants it; npm run summa -- doctor prints the SQL to grant it now.',
        status: 503,
      },
      { cause: error },
    );
  }
  return error;
}

/** Where none is named for reading, pages read as the owner. */
function readVariable(): string {
  return process.env.WAREHOUSE_READ_URL?.trim() ? 'WAREHOUSE_READ_URL' : 'WAREHOUSE_URL';
}
