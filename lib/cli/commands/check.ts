import { loadRegistry } from '#lib/cli/registry.ts';
import { DefinitionError } from '#lib/definition/problem.ts';
import type { Environment } from '#lib/environment.ts';

/** Checks every definition, first by itself and then against the warehouse it reads from. */
export const command = {
  name: 'check',
  summary: 'check the definitions in queries/, and that the warehouse has what they read',
  usage: 'check',
  run: async (_args: string[], { environment }: { environment: Environment }): Promise<number> => {
    try {
      const registry = await loadRegistry(environment.schema);
      const { checkWarehouse } = await import('#lib/warehouse/check-definitions.ts');
      const problems = await checkWarehouse(registry, environment.warehouseUrl);
      if (problems.length > 0) throw new DefinitionError(problems);
      const counts = [
        counted(registry.sources.length, 'source', 'sources'),
        counted(registry.summaries.length, 'summary', 'summaries'),
        counted(registry.dashboards.length, 'dashboard', 'dashboards'),
      ];
      console.log(`${counts.join(', ')}: nothing wrong found.`);
      return 0;
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      console.error(`${error.message}\n\n${counted(error.problems.length, 'problem', 'problems')} found.`);
      return 1;
    }
  },
};

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
