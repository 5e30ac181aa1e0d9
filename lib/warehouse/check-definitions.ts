import { DefinitionError, type Problem } from '#lib/definition/problem.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { chainHeads, readChain } from '#lib/refresh/plan/chain.ts';
import { openWarehouseClient } from './connect.ts';
import { sourceProblems } from './source-problems.ts';

/** Checks every summary against the tables and types the warehouse has now; reads no row. */
export async function checkWarehouse(registry: Registry, url: string): Promise<Problem[]> {
  const client = await openWarehouseClient(url, 'summa check');
  try {
    const problems: Problem[] = await sourceProblems(client, registry.sources);
    const wrong = new Set(problems.map((problem) => problem.place));
    for (const head of chainHeads(registry)) {
      // A summary cannot be fitted to a source that is not as declared; that one has been told already.
      if (head.sources.some((source) => wrong.has(`${source.place} › ${source.name}`))) continue;
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
