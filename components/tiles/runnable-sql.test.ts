import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runnableSql } from './runnable-sql.ts';

describe('runnableSql(sql, parameters)', () => {
  it('writes each value where its number stands', () => {
    assert.equal(
      runnableSql('where day >= $1::date and country = any($2::text[]) limit $11', ['2024-01-01', `{"Côte d'Ivoire"}`]),
      `where day >= '2024-01-01'::date and country = any('{"Côte d''Ivoire"}'::text[]) limit $11`,
    );
  });

  it('leaves a value that looks like a number of a parameter alone', () => {
    assert.equal(runnableSql('select $1::text, $2::text', ['$2', null]), `select '$2'::text, null::text`);
  });
});
