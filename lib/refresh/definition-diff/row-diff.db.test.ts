import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StoredColumn, StoredRelation } from '#lib/compile/stored.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { sampleOf, sideOf, totalsOf } from './row-diff.ts';

const column = (name: string, role: StoredColumn['role'], additivity: StoredColumn['additivity'] = null) => {
  return { name, sqlType: 'bigint', role, bucket: null, additivity };
};
const relation = (name: string, columns: StoredColumn[]): StoredRelation => {
  return { name, current: '', closed: '', columns, key: ['team'] };
};
const rows = relation('rows', [column('team', 'dimension'), column('agents', 'measure', 'distinct')]);
const companion = relation('agents', [column('team', 'dimension'), column('agent', 'entity')]);

it('counts distinct values of a whole build from their companion, and tells no total without one', async (t) => {
  const { pool } = await testDatabase(t);
  // Agent 7 is in both teams, so the counts of the teams add up to one too many.
  await pool.query(`
    create table summa.rows as select * from (values (1, 2), (2, 2)) as r (team, agents);
    create table summa.pairs as select * from (values (1, 7), (1, 8), (2, 7), (2, 9)) as p (team, agent);
    create table summa.fewer as select * from summa.pairs where agent <> 9`);
  const side = (pairs: string) =>
    sideOf('summa', [
      { relation: rows, table: 'rows' },
      { relation: companion, table: pairs },
    ]);
  const measures = [
    { name: 'agents', how: 'distinct' },
    { name: 'team', how: 'max' },
  ] as const;
  assert.deepEqual(await totalsOf(pool, { served: side('pairs'), built: side('fewer'), measures }), [
    { name: 'agents', before: '3', after: '2' },
    { name: 'team', before: '2', after: '2' },
  ]);
  const without = sideOf('summa', [{ relation: rows, table: 'rows' }], 'team = 2');
  assert.deepEqual(await totalsOf(pool, { served: side('pairs'), built: without, measures }), [
    { name: 'team', before: '2', after: '2' },
  ]);
  assert.deepEqual(await totalsOf(pool, { served: sideOf('summa', []), built: without, measures: [] }), []);
});

it('compares last values where the last rows of each side stand', async (t) => {
  const { pool } = await testDatabase(t);
  await pool.query(`
    create table summa.before as select * from (values (1, 7, 5), (1, 8, 50), (2, 7, 6)) as r (day, team, units);
    create table summa.after as select * from (values (1, 7, 5), (1, 8, 51), (2, 7, 6), (2, 8, 60)) as r (day, team, units)`);
  const side = (table: string) => sideOf('summa', [{ relation: rows, table }]);
  const sides = {
    served: side('before'),
    built: side('after'),
    measures: [{ name: 'units', how: 'last', over: 'day' }] as const,
  };
  assert.deepEqual(await totalsOf(pool, sides), [{ name: 'units', before: '6', after: '66' }]);
  const { sample } = await sampleOf(pool, { ...sides, key: ['day'] });
  assert.deepEqual(
    sample.map(({ side: of, values }) => `${of} ${values.join()}`),
    ['served 1,55', 'built 1,56', 'served 2,6', 'built 2,66'],
  );
});
