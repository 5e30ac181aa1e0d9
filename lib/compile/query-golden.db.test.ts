import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { testShop } from '#lib/dashboard/test-shop.ts';

const folder = new URL('./golden/postgresql/', import.meta.url);

describe('golden/postgresql/tile-*.sql', () => {
  it('is SQL that a real database runs and finds rows with', async (t) => {
    const shop = await testShop(t);
    let run = 0;
    for (const file of readdirSync(folder).filter((name) => /^tile-.*\.sql$/.test(name))) {
      for (const part of readFileSync(new URL(file, folder), 'utf8').split(/;\n/)) {
        const [, name = '', parameters = '', sql = ''] = /^\s*-- (.*)\n-- (\[.*\])\n([\s\S]+)$/.exec(part) ?? [];
        if (sql === '') continue;
        const { rowCount } = await shop.warehouse.pages.query(sql, JSON.parse(parameters));
        assert.ok(rowCount, `${file}: ${name} found nothing`);
        run++;
      }
    }
    assert.ok(run > 20, `only ${run} statements were run`);
  });
});
