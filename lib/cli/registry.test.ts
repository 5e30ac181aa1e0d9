import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadRegistry } from './registry.ts';

const definition = (name: string) => pathToFileURL(resolve(import.meta.dirname, `../definition/${name}.ts`)).href;

/** Writes files into a folder of their own and loads the first of them as the registry. */
async function messageOf(files: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'summa-registry-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const first = Object.keys(files)[0] ?? '';
  try {
    await loadRegistry('summa', join(folder, first));
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(folder, { recursive: true });
  }
  return 'no error';
}

const summary = (name: string, from: string) =>
  `defineSummary({ name: '${name}', description: '', from: ${from}, grain: { day: date('day') }, columns: {}, refresh: {}, zone: 'UTC' })`;
const imports = `import { defineSummary, rowsOf } from '${definition('summary')}'; import { date } from '${definition('grain')}';`;

describe('loadRegistry(schema, file)', () => {
  it('calls two summaries made from each other a cycle, and names a file of it', async () => {
    const message = await messageOf({
      'index.ts': `import { a } from './a.ts'; export const registry = [a];`,
      'a.ts': `${imports} import { b } from './b.ts'; export const a = ${summary('a', 'rowsOf(b)')};`,
      'b.ts': `${imports} import { a } from './a.ts'; export const b = ${summary('b', 'rowsOf(a)')};`,
    });
    assert.match(message, /b\.ts:\d+\n {2}found: +a cycle: 'a' is used while it is still being defined/);
    assert.match(message, /to do: /);
  });

  it('names a misspelt import and a missing file', async () => {
    const misspelt = await messageOf({
      'index.ts': `import { nope } from './a.ts'; export const registry = nope;`,
      'a.ts': 'export const a = 1;',
    });
    assert.match(misspelt, /an export named 'nope'/);
    assert.match(await messageOf({ 'index.ts': `import './gone.ts';` }), /gone\.ts[\s\S]*correct the path/);
  });

  it('says what is missing when there is no registry', async () => {
    assert.match(await messageOf({ 'index.ts': 'export const other = 1;' }), /no export named 'registry'/);
  });
});
