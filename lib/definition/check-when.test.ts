import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRegistry } from './check-registry.ts';
import { count } from './columns.ts';
import { date } from './grain.ts';
import { defineRegistry } from './registry.ts';
import { defineSource } from './source.ts';
import { defineSummary, type Refresh, rowsFrom, rowsOf } from './summary.ts';

const orders = defineSource({
  name: 'orders',
  table: 'marts.orders',
  columns: { ordered_at: 'timestamptz', loaded_at: 'timestamptz' },
});

const summary = (refresh: Refresh) =>
  defineSummary({
    name: 'daily',
    description: 'Orders per day.',
    from: rowsFrom([orders], (db) => db.selectFrom('marts.orders').select('ordered_at')),
    grain: { day: date('ordered_at') },
    columns: { orders: count() },
    refresh,
    zone: 'UTC',
  });

const problems = (refresh: Refresh) => {
  const found = checkRegistry(defineRegistry({ summaries: [summary(refresh)], dashboards: [] }));
  return found.map((problem) => `${problem.found}; ${problem.todo}`);
};

describe('refresh: { when }', () => {
  it('takes a declared column and how often to look', () => {
    assert.deepEqual(problems({ when: { column: 'loaded_at' }, every: '1 minute' }), []);
  });
  it('needs both', () => {
    assert.match(
      problems({ when: { column: 'loaded' }, every: '1 minute' }).join(),
      /'loaded', which none of its sources/,
    );
    assert.match(problems({ when: { column: 'loaded_at' } }).join(), /without 'every'/);
  });
  it('compares all rows', () => {
    assert.match(problems({ when: { column: 'loaded_at' }, every: '1 minute', by: 'day' }).join(), /leave 'by' out/);
  });
  it('belongs to the summary that reads the tables', () => {
    const daily = summary({});
    const again = defineSummary({
      name: 'again',
      description: 'The same.',
      from: rowsOf(daily),
      grain: { day: date('day') },
      columns: {},
      refresh: { when: { column: 'loaded_at' }, every: '1 minute' },
      zone: 'UTC',
    });
    const found = checkRegistry(defineRegistry({ summaries: [daily, again], dashboards: [] }));
    assert.match(found.map((problem) => problem.todo).join(), /on the summary that reads them/);
  });
});
