import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { count } from '#lib/definition/columns.ts';
import { date } from '#lib/definition/grain.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, definitionOf, type Rows, rowsFrom } from '#lib/definition/summary.ts';
import { rowTime } from './row-time.ts';

const orders = defineSource({
  name: 'orders',
  table: 'raw.orders',
  columns: { ordered_at: 'timestamptz', country: 'text', customer_id: 'bigint', updated_at: 'timestamptz' },
});
const customers = defineSource({
  name: 'customers',
  table: 'raw.customers',
  columns: { customer_id: 'bigint', kind: 'text', joined_at: 'timestamptz' },
});

const timeOf = <O extends { ordered_at: Date }>(from: Rows<O>) =>
  rowTime(
    definitionOf(
      defineSummary({
        name: 'daily',
        description: '',
        from: from as unknown as Rows<{ ordered_at: Date }>,
        grain: { day: date('ordered_at') },
        columns: { orders: count() },
        refresh: { by: 'day' },
        zone: 'UTC',
      }),
    ),
  );
const ordered = { table: 'raw.orders', column: 'ordered_at' };

describe('rowTime()', () => {
  it('follows a column that is selected as it is', () => {
    assert.deepEqual(timeOf(rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at']))), ordered);
    assert.deepEqual(timeOf(rowsFrom([orders], (db) => db.selectFrom('raw.orders').selectAll())), ordered);
    assert.deepEqual(
      timeOf(rowsFrom([orders], (db) => db.selectFrom('raw.orders as o').select(['o.ordered_at', 'o.country']))),
      ordered,
    );
    assert.deepEqual(
      timeOf(rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['raw.orders.ordered_at']))),
      ordered,
    );
  });

  it('follows it under another name, and beside expressions and conditions', () => {
    assert.deepEqual(
      timeOf(
        rowsFrom([orders], (db) =>
          db
            .selectFrom('raw.orders as o')
            .select(['o.updated_at as ordered_at', sql<string>`upper(country)`.as('country')])
            .where('o.country', '<>', 'XX'),
        ),
      ),
      { table: 'raw.orders', column: 'updated_at' },
    );
  });

  it('follows it through joins, by the name of the table or the only one that has the column', () => {
    const joined = rowsFrom([orders, customers], (db) =>
      db
        .selectFrom('raw.orders as o')
        .leftJoin('raw.customers as c', 'c.customer_id', 'o.customer_id')
        .select(['ordered_at', 'c.kind']),
    );
    assert.deepEqual(timeOf(joined), ordered);
    const others = rowsFrom([orders, customers], (db) =>
      db
        .selectFrom('raw.orders as o')
        .innerJoin('raw.customers as c', 'c.customer_id', 'o.customer_id')
        .select(['c.joined_at as ordered_at']),
    );
    assert.deepEqual(timeOf(others), { table: 'raw.customers', column: 'joined_at' });
  });

  it('proves nothing of a computed time', () => {
    const computed = rowsFrom([orders], (db) =>
      db.selectFrom('raw.orders').select(sql<Date>`ordered_at + interval '1 day'`.as('ordered_at')),
    );
    assert.equal(timeOf(computed), null);
  });

  it('proves nothing where a row depends on others', () => {
    const rows = [
      rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at']).limit(10)),
      rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at']).groupBy('ordered_at')),
      rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at']).distinctOn('customer_id')),
      rowsFrom([orders], (db) =>
        db
          .selectFrom('raw.orders')
          .select(['ordered_at', sql<string>`row_number() over (partition by customer_id)`.as('nth')]),
      ),
      rowsFrom([orders], (db) =>
        db.selectFrom('raw.orders').select(({ fn }) => [
          'ordered_at',
          fn
            .countAll()
            .over((over) => over.partitionBy('customer_id'))
            .as('n'),
        ]),
      ),
      rowsFrom([orders], (db) =>
        db
          .selectFrom('raw.orders as o')
          .innerJoin('raw.orders as before', 'before.customer_id', 'o.customer_id')
          .select(['o.ordered_at']),
      ),
      rowsFrom([orders], (db) =>
        db
          .selectFrom('raw.orders as o')
          .select(['o.ordered_at'])
          .where(({ exists, selectFrom }) => exists(selectFrom('raw.orders as p').select('p.country'))),
      ),
      rowsFrom([orders], (db) =>
        db.selectFrom('raw.orders').select(['ordered_at', sql<string>`(select max(country) from raw.orders)`.as('c')]),
      ),
      rowsFrom([orders], (db) =>
        db
          .selectFrom('raw.orders')
          .select(['ordered_at'])
          .union(db.selectFrom('raw.orders').select(['ordered_at'])),
      ),
      rowsFrom([orders], (db) =>
        db.selectFrom(db.selectFrom('raw.orders').select(['ordered_at']).as('inner')).select(['ordered_at']),
      ),
    ];
    for (const [index, each] of rows.entries())
      assert.equal(timeOf(each as Rows<{ ordered_at: Date }>), null, `${index}`);
  });
});
