import type { Environment } from '#lib/environment.ts';
import { adviceText, connectionProblem } from '#lib/server/connection-problem.ts';
import { connected } from '#lib/server/postgres-databases.ts';
import { redact } from '#lib/server/redact.ts';

type Urls = Pick<Environment, 'warehouseUrl' | 'warehouseReadUrl' | 'controlUrl'>;

/** Connects once to every database the environment names, and answers a text for each that cannot be used. */
export async function databaseProblems({ warehouseUrl, warehouseReadUrl, controlUrl }: Urls): Promise<string[]> {
  const named = [
    ['WAREHOUSE_URL', warehouseUrl],
    ...(warehouseReadUrl === warehouseUrl ? [] : [['WAREHOUSE_READ_URL', warehouseReadUrl] as const]),
    ['CONTROL_URL', controlUrl],
  ] as const;
  const texts = await Promise.all(named.map(([variable, url]) => problemOf(variable, url)));
  return texts.filter((text) => text !== null);
}

async function problemOf(variable: string, url: string): Promise<string | null> {
  try {
    await connected(url, (client) => client.query('select 1'));
    return null;
  } catch (error) {
    const problem = connectionProblem(variable, url, error);
    if (problem) return redact(adviceText(problem));
    const message = error instanceof Error ? error.message : String(error);
    return redact(`The database that ${variable} names cannot be used: ${message}. Correct ${variable}.`);
  }
}
