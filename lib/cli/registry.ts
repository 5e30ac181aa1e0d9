import { pathToFileURL } from 'node:url';
import { assertRegistry } from '#lib/definition/check-registry.ts';
import { DefinitionError } from '#lib/definition/problem.ts';
import type { Registry } from '#lib/definition/registry.ts';

/**
 * Imports the definitions and checks them.
 *
 * @param file for tests: another file than `queries/index.ts`
 * @throws DefinitionError that names file, place, what was expected and what to do
 */
export async function loadRegistry(schema: string, file?: string): Promise<Registry> {
  let module: { registry?: Registry };
  try {
    module = file ? await import(pathToFileURL(file).href) : await import('#queries/index.ts');
  } catch (error) {
    throw new DefinitionError([importProblem(error)]);
  }
  const { registry } = module;
  if (!registry) {
    throw new DefinitionError([
      {
        place: file ?? 'queries/index.ts',
        found: "no export named 'registry'",
        expected: 'export const registry = defineRegistry({ summaries, dashboards })',
        todo: 'add the line; queries/README.md shows it',
      },
    ]);
  }
  assertRegistry(registry, schema);
  return registry;
}

/** What went wrong while the definition files were read. */
function importProblem(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const place = placeOf(error);
  const unready = /Cannot access '([^']+)' before initialization/.exec(message);
  if (unready) {
    return {
      place,
      found: `a cycle: '${unready[1]}' is used while it is still being defined`,
      expected: 'a summary made from sources, or from a summary that does not lead back to it',
      todo: 'follow the imports from this file; break the circle by reading the sources in one of them',
    };
  }
  const missing = /does not provide an export named '([^']+)'/.exec(message);
  if (missing) {
    return {
      place,
      found: message,
      expected: `an export named '${missing[1]}'`,
      todo: 'correct the name in the import',
    };
  }
  if (/Cannot find (module|package)/.test(message)) {
    return {
      place,
      found: message.split('\n')[0] ?? message,
      expected: 'a file that exists, with its ending (.ts)',
      todo: 'correct the path of the import',
    };
  }
  return { place, found: message, expected: 'a file that Node.js can read', todo: 'correct the file' };
}

/** The first file of the stack that is neither Node's nor a package's. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const own = stack
    .split('\n')
    .map((line) => /(?:file:\/\/)?(\/[^\s()]+?\.[cm]?[jt]sx?:\d+)/.exec(line)?.[1])
    .find((file) => file && !file.includes('/node_modules/') && !/\/lib\/(definition|cli)\//.test(file));
  return own?.replace(`${process.cwd()}/`, '') ?? 'queries/index.ts';
}
