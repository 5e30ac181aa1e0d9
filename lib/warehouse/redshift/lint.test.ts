import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadModule } from 'libpg-query';
import { lint, rules, wordRule } from './lint.ts';

describe('lint(statement)', () => {
  before(() => loadModule());

  for (const { name, bad, good } of [...rules, wordRule]) {
    it(`refuses by the rule '${name}' what it is there for, and nothing else`, () => {
      assert.ok(bad.length > 0);
      for (const statement of bad) {
        const found = lint(statement).map(({ rule }) => rule);
        assert.ok(found.includes(name), `${statement}: found ${found.join(', ') || 'nothing'}`);
      }
      for (const statement of good) assert.deepEqual(lint(statement), [], statement);
    });
  }

  it('knows each rule by one name', () => {
    const names = [...rules, wordRule].map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  it('throws at what is no statement at all', () => {
    assert.throws(() => lint('selec a'), /syntax error/);
  });
});
