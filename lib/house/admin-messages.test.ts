import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { adminGroups } from '#lib/i18n/admin-groups.ts';
import en from '#lib/i18n/messages/en.json' with { type: 'json' };
import { repositoryFiles, root } from './files.ts';

/** What runs in the browser on a page that is not Admin's. */
const elsewhere = repositoryFiles().filter(
  (file) => /^(app|components)\/.*\.tsx?$/.test(file) && !/^(app|components)\/admin\/|\.test\.tsx?$/.test(file),
);

describe('messages of Admin', () => {
  it('are said nowhere else, where they are not sent', () => {
    const wrong = elsewhere.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:t|rich|message)(?:<\w+>)?\(\s*['`]([a-zA-Z]+)\./g)]
        .filter(([, group = '']) => adminGroups.has(group))
        .map(([said]) => `${file}: ${said}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('exist', () => {
    const groups = new Set(Object.keys(en).map((key) => key.split('.')[0]));
    assert.deepEqual(
      [...adminGroups].filter((group) => !groups.has(group)),
      [],
    );
  });

  it('are not drawn by other pages through components of Admin', () => {
    const wrong = elsewhere.filter((file) => {
      const imported = readFileSync(join(root, file), 'utf8').matchAll(/'#components\/admin\/([^']+)'/g);
      return [...imported].some(([, name]) => name !== 'admin-heading.tsx');
    });
    assert.deepEqual(wrong, []);
  });
});
