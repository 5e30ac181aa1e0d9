import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { repositoryFiles, root } from './files.ts';

const documents = repositoryFiles().filter((file) => file.endsWith('.md'));
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);

describe('documents', () => {
  it('link to files that exist', () => {
    const gone: string[] = [];
    for (const document of documents) {
      const text = readFileSync(join(root, document), 'utf8');
      for (const [, target] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        if (!target || /^[a-z]+:/.test(target)) continue;
        if (!existsSync(join(root, dirname(document), target))) gone.push(`${document}: ${target}`);
      }
    }
    assert.deepEqual(gone, []);
  });

  it('name commands that exist', () => {
    const known = new Set([...scripts, 'ci', 'install']);
    const unknown = documents.flatMap((document) =>
      [...readFileSync(join(root, document), 'utf8').matchAll(/\bnpm (?:run )?(?:-s )?([a-z][a-z-]*)/g)]
        .map(([, name]) => name ?? '')
        .filter((name) => name !== 'run' && !known.has(name))
        .map((name) => `${document}: npm ${name}`),
    );
    assert.deepEqual(unknown, []);
  });
});
