import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSummary } from './check-summary.ts';
import { acceptedValues, type Check, conserves, notNull, rowsUsual, sqlCheck, totalUsual } from './checks.ts';
import { count, max, ratio, sum } from './columns.ts';
import { date, text } from './grain.ts';
import { defineSource } from './source.ts';
import { defineSummary, definitionOf, rowsFrom } from './summary.ts';

const orders = defineSource({
  name: 'orders',
  table: 'raw.orders',
  columns: { ordered_at: 'timestamptz', country: 'text', amount: 'numeric(12,2)' },
});

/** What is found wrong with a summary that has these checks. */
function problemsOf(...checks: Check[]): string[] {
  const summary = defineSummary({
    name: 'daily',
    description: 'Orders per day.',
    from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount'])),
    grain: { day: date('ordered_at'), country: text() },
    columns: { orders: count(), revenue: sum('amount'), largest: max('amount'), mean: ratio('revenue', 'orders') },
    refresh: { by: 'day' },
    zone: 'UTC',
    checks,
  });
  return checkSummary(definitionOf(summary)).map(({ found, expected }) => `${found}; ${expected}`);
}

describe('checks of a summary', () => {
  it('are fine when they name what is stored', () => {
    assert.deepEqual(
      problemsOf(
        notNull('country', { severity: 'warn' }),
        acceptedValues('country', ['KR']),
        conserves('revenue'),
        rowsUsual({ within: 0.5 }),
        totalUsual('orders', { within: 0.2 }),
        sqlCheck('nothing costs nothing', {
          sources: [orders],
          rows: (db) =>
            db
              .selectFrom('built')
              .innerJoin('raw.orders', 'raw.orders.country', 'built.country')
              .select(['built.day', 'raw.orders.amount'])
              .where('built.revenue', '=', 0),
        }),
      ),
      [],
    );
  });

  it('name columns and measures that are there and add up', () => {
    assert.match(problemsOf(notNull('region')).join(), /a check of 'region'.*'country'/);
    assert.match(problemsOf(notNull('mean')).join(), /'mean', which is a ratio; a stored column/);
    assert.match(problemsOf(conserves('largest')).join(), /conservation of 'largest', which is a max/);
    assert.match(
      problemsOf(totalUsual('country', { within: 0.5 })).join(),
      /usual total of 'country', which is a dimension/,
    );
    assert.match(problemsOf(rowsUsual({ within: 0 })).join(), /within: 0; a number above 0/);
  });

  it('read no table but the rows built and the sources they list', () => {
    const reading = (table: string) => sqlCheck('x', { rows: (db) => db.selectFrom(table as 'built').selectAll() });
    assert.match(
      problemsOf(reading('raw.orders')).join(),
      /the table 'raw\.orders', which is none of the check's sources/,
    );
    assert.deepEqual(problemsOf(reading('built')), []);
    assert.match(problemsOf(reading('built'), reading('built')).join(), /a second check 'x'/);
    const broken = sqlCheck('x', {
      rows: () => {
        throw new Error('no');
      },
    });
    assert.match(problemsOf(broken).join(), /the query of 'x' throws: no/);
  });
});
