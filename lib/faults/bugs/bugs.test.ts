import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { bugs } from './bugs.ts';
import { seeded } from './tree.ts';

const root = path.resolve(import.meta.dirname, '../../..');

describe('seeded bugs', () => {
  it('fit the files they are for', () => {
    for (const bug of bugs) {
      const text = readFileSync(path.join(root, bug.file), 'utf8');
      assert.notEqual(seeded(text, bug), text, bug.name);
    }
  });

  it('name a test that exists', () => {
    for (const { name, caughtBy, pattern } of bugs) {
      const file = path.join(root, caughtBy);
      assert.ok(existsSync(file), `${name}: there is no ${caughtBy}`);
      if (pattern) assert.ok(readFileSync(file, 'utf8').includes(pattern), `${name}: ${caughtBy} has no "${pattern}"`);
    }
  });

  it('are at least ten, each with a name of its own', () => {
    assert.ok(bugs.length >= 10);
    assert.equal(new Set(bugs.map((bug) => bug.name)).size, bugs.length);
  });
});
