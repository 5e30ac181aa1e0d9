import { type PreparedDatabases, signInLine } from '#lib/cli/prepare-databases.ts';
import type { Environment } from '#lib/environment.ts';

/** The last lines of a start: where, and once, how to sign in. */
export function printReady(
  print: (line: string) => void,
  environment: Environment,
  began: number,
  admin: PreparedDatabases['admin'],
): void {
  print('');
  print(`Summa is ready at ${environment.appUrl} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (admin) print(signInLine(admin));
}
