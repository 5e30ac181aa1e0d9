import { DefinitionError, type Problem } from '#lib/definition/problem.ts';
import { adviceText, connectionProblem } from '#lib/server/connection-problem.ts';
import { redact } from '#lib/server/redact.ts';
import { CheckFailure } from './context.ts';

/** What a run's error says to an admin: what happened and, where the warehouse's own words do not tell it, what to do. */
export function runError(error: unknown, warehouseUrl: string): string {
  if (error instanceof DefinitionError) return redact(error.problems.map(sentence).join(' '));
  const message = redact(error instanceof Error ? error.message : String(error));
  if (error instanceof CheckFailure) return message;
  const problem = connectionProblem('WAREHOUSE_URL', warehouseUrl, error);
  if (problem) return redact(adviceText(problem));
  const todo = todoFor(error);
  return todo === null ? message : `The warehouse refused: ${message}. ${todo}`;
}

/** A problem in a line: what an admin must know first, the file last. */
function sentence({ place, found, expected, todo }: Problem): string {
  return `Found ${found}, expected ${expected}. To do: ${todo}${/[.;]$/.test(todo) ? '' : '.'} (${place})`;
}

/** By SQLSTATE, or its class where all of it means the same for a person. */
const todos: Record<string, string> = {
  '42501': 'Run `npm run summa -- doctor`: it prints the grants that are missing.',
  '42P01': 'Run `npm run summa -- check`: it compares the definitions with the tables of the warehouse.',
  '42703': 'Run `npm run summa -- check`: it compares the definitions with the columns of the warehouse.',
  '3F000': 'Run `npm run summa -- doctor`: it prints the SQL that makes the schema.',
  '25006': 'WAREHOUSE_URL must name the primary server and a role without default_transaction_read_only.',
  '53100': 'The disk of the warehouse is full. Free some space there, then refresh again.',
  '53200':
    'The warehouse has not enough memory. Lower its work_mem or the number of its connections, then refresh again.',
  '57014': 'Somebody cancelled the statement, or the role has a statement_timeout. Refresh again.',
  '55P03': 'Another session locks the table. Refresh again when it has finished.',
  '22': 'A value in the raw rows does not fit what the definition makes of it. Correct the row, or filter it in `from`.',
  '42': 'Compare `from` of the definition with the tables of the warehouse: npm run summa -- check.',
};

/** Only a server's error has a severity; a `code` of anything else is no SQLSTATE. */
function todoFor(error: unknown): string | null {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown };
  if (typeof code !== 'string' || typeof severity !== 'string') return null;
  return todos[code] ?? todos[code.slice(0, 2)] ?? null;
}
