import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { testShop } from '#lib/dashboard/test-shop.ts';
import type { Compiled, Dialect } from '#lib/warehouse/dialect.ts';
import { copyRelation } from '#lib/warehouse/mysql/testing/copy-relation.ts';
import { mariadbMissing } from '#lib/warehouse/mysql/testing/mariadb-programs.ts';
import { testMariadb } from '#lib/warehouse/mysql/testing/test-mariadb.ts';
import { assertSameRows, type CellKind, postgresRows } from '#lib/warehouse/testing/cells.ts';
import { stockGeneration, stockTables } from './testing/stock-fixture.ts';
import { dailyGeneration, monthlyGeneration } from './tile-fixture.ts';

const folder = new URL('./golden/', import.meta.url);

/** The statements of a dialect's golden files, by file and name. */
function goldenStatements(dialect: Dialect['name']): Map<string, Compiled> {
  const found = new Map<string, Compiled>();
  for (const file of readdirSync(new URL(`${dialect}/`, folder))) {
    for (const part of readFileSync(new URL(`${dialect}/${file}`, folder), 'utf8').split(/;\n/)) {
      const [, name = '', parameters = '', sql = ''] = /^\s*-- (.*)\n-- (\[.*\])\n([\s\S]+)$/.exec(part) ?? [];
      if (sql !== '') found.set(`${file}: ${name}`, { sql, parameters: JSON.parse(parameters) });
    }
  }
  return found;
}

describe('golden/<dialect>', () => {
  it('is SQL that real databases run, and find the same rows with', async (t) => {
    const { warehouse, pool } = await testShop(t);
    const mariadb = mariadbMissing() ? null : await testMariadb(t);
    if (!mariadb) t.diagnostic(`golden/mysql was not run: ${mariadbMissing()}`);
    await pool.query(`${stockTables} grant select on summa._g9_rows, summa._g9_rows_closed to summa_read;`);
    for (const { relations } of [dailyGeneration, monthlyGeneration, stockGeneration]) {
      for (const relation of relations) if (mariadb) await copyRelation(pool, mariadb, relation);
    }
    const [inRedshift, inMysql] = [goldenStatements('redshift'), goldenStatements('mysql')];
    const statements = goldenStatements('postgresql');
    assert.ok(statements.size > 20, `only ${statements.size} statements were run`);
    for (const [name, statement] of statements) {
      const expected = await postgresRows(warehouse.pages, statement);
      assert.ok(expected[0], `${name} found nothing`);
      const kinds = expected[0].map((): CellKind => 'quotient');
      const [redshift, mysql] = [inRedshift.get(name), inMysql.get(name)];
      assert.ok(redshift && mysql, name);
      assertSameRows(await postgresRows(warehouse.pages, redshift), expected, kinds, `redshift ${name}`);
      if (mariadb) assertSameRows(await mariadb.rows(mysql), expected, kinds, `mysql ${name}`);
    }
  });
});
