import type { Command } from '#lib/cli/command.ts';
import { loadRegistry } from '#lib/cli/registry.ts';
import { DefinitionError } from '#lib/definition/problem.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { examine } from '#lib/doctor/examine.ts';
import { type Finding, findingText, wrong } from '#lib/doctor/finding.ts';
import { redact } from '#lib/server/redact.ts';

/** Says of everything Summa needs of its databases whether it is there, and what to do where it is not. */
export const command: Command = {
  summary: 'look at both databases, their roles and the sources, and print the SQL that mends what is wrong',
  usage: 'doctor',
  async run(_args, { environment, print }) {
    const { registry, problem } = await definitions(environment.schema);
    const { findings, grants } = await examine(environment, registry);
    const all = [...(problem ? [problem] : []), ...findings];
    for (const finding of all) print(redact(findingText(finding)));
    print('');
    if (environment.embedded) {
      print('WAREHOUSE_URL is not set, so this is the embedded warehouse. A first `npm start` loads its demo data.');
    } else {
      print('The least a warehouse must grant, with the names in use here:');
      for (const line of grants) print(`    ${line}`);
    }
    const mend = all.filter((finding) => finding.level === 'wrong').length;
    print('');
    print(mend === 0 ? 'Nothing must be mended.' : `${mend} ${mend === 1 ? 'thing' : 'things'} must be mended.`);
    return mend === 0 ? 0 : 1;
  },
};

/** Databases can be looked at while a definition is wrong. */
async function definitions(schema: string): Promise<{ registry: Registry; problem: Finding | null }> {
  try {
    return { registry: await loadRegistry(schema), problem: null };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const problem = wrong(
      `The definitions in queries/ cannot be used:\n${error.message}\n`,
      'Their sources were not looked at.',
    );
    return { registry: { sources: [], summaries: [], dashboards: [], place: '' }, problem };
  }
}
