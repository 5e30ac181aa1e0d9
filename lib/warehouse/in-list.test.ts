import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { mysql } from './mysql/dialect.ts';
import { postgres } from './postgres/dialect.ts';
import { redshift } from './redshift/dialect.ts';

describe('isIn(column, type, texts)', () => {
  const lists = Array.from({ length: 1_000 }, (_, count) =>
    Array.from({ length: count + 1 }, (_, at) => `value ${at}`),
  );

  for (const [dialect, texts] of [
    [postgres, 1],
    [redshift, 11],
    [mysql, 11],
  ] as const) {
    it(`has ${texts} text(s) for 1 to 1,000 values in ${dialect.name}`, () => {
      const written = lists.map((list) => dialect.compile(dialect.isIn(sql.id('country'), 'text', list)).sql);
      assert.equal(new Set(written).size, texts);
    });
  }

  it('asks for the values given and no others', () => {
    for (const dialect of [redshift, mysql]) {
      for (const list of lists) {
        const { parameters } = dialect.compile(dialect.isIn(sql.id('country'), 'text', list));
        assert.deepEqual([...new Set(parameters)], list);
      }
    }
  });

  it('has no value outside the parameters', () => {
    const nasty = ["'; drop table x; --", '`', '"', '\\', '?', '$1', '\u0001'];
    for (const dialect of [postgres, redshift, mysql]) {
      const text = (list: string[]) => dialect.compile(dialect.isIn(sql.id('country'), 'text', list)).sql;
      assert.equal(text(nasty), text(['a', 'b', 'c', 'd', 'e', 'f', 'g']));
    }
  });
});
