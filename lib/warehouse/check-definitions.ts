import pg from 'pg';
import { DefinitionError, type Problem } from '#lib/definition/problem.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { chainHeads, readChain } from '#lib/refresh/chain.ts';
import { connectionConfig } from './connect.ts';

/** Checks every summary against the tables and types the warehouse has now; reads no row. */
export async function checkWarehouse(registry: Registry, url: string): Promise<Problem[]> {
  const client = new pg.Client(connectionConfig(url, 'summa check'));
  client.on('error', () => {});
  await client.connect();
  try {
    const problems: Problem[] = [];
    for (const head of chainHeads(registry)) {
      try {
        await readChain(client, registry, head.name);
      } catch (error) {
        if (!(error instanceof DefinitionError)) throw error;
        problems.push(...error.problems);
      }
    }
    return problems;
  } finally {
    await client.end();
  }
}
