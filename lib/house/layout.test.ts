import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { repositoryFiles, root } from './files.ts';

/** Which top-level folders each may import: app -> components, queries -> lib. */
const allowed: Record<string, readonly string[]> = {
  app: ['app', 'components', 'queries', 'lib'],
  components: ['components', 'lib'],
  queries: ['queries', 'lib'],
  lib: ['lib'],
  e2e: ['e2e', 'lib', 'queries'],
};

/** The commands stand above everything: they hand the registry to the engine, as the pages do. */
const commands = ['lib', 'queries'];

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap((match) => match[1] ?? []);
}

function folderOf(file: string, imported: string): string | null {
  if (imported.startsWith('#')) return imported.slice(1).split('/')[0] ?? null;
  // A file of the root, such as package.json, belongs to no folder.
  if (imported.startsWith('.')) return /^(.+?)\//.exec(join(dirname(file), imported))?.[1] ?? null;
  return null;
}

const sources = repositoryFiles().filter((file) => /\.tsx?$/.test(file));

describe('imports', () => {
  it('go app -> components, queries -> lib, and never back', () => {
    const wrong: string[] = [];
    let read = 0;
    for (const file of sources) {
      const own = file.split('/')[0] ?? '';
      const may = file.startsWith('lib/cli/') ? commands : allowed[own];
      if (!may) continue;
      for (const imported of importsOf(file)) {
        const folder = folderOf(file, imported);
        if (folder === null) continue;
        read += 1;
        if (!may.includes(folder)) wrong.push(`${file} imports ${imported}`);
      }
    }
    assert.ok(read > 100, `only ${read} imports were read`);
    assert.deepEqual(wrong, []);
  });

  it('go from dashboards to questions to SQL, and never back', () => {
    const below = /^lib\/(definition|calendar|compile|warehouse|query)\//;
    const wrong = sources
      .filter((file) => below.test(file) && !/\.test\.ts$|\/(testing|oracle)\//.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith('#lib/dashboard/'))
          .map((name) => `${file} imports ${name}`),
      );
    assert.deepEqual(wrong, []);
  });

  it('reach no database from a component', () => {
    const wrong = sources
      .filter((file) => file.startsWith('components/') && !file.endsWith('.test.ts'))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) =>
            /^(pg|kysely|node:|#lib\/(warehouse|store|auth\/(?!(viewer|people-types|password-rules)\.ts)|refresh\/(?!([a-z-]+\/)*([a-z-]+-)?types\.ts)))/.test(
              name,
            ),
          )
          .map((name) => `${file} imports ${name}`),
      );
    assert.deepEqual(wrong, []);
  });
});
