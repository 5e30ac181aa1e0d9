import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnNames } from '#lib/load/column-name.ts';

describe('columnNames(given)', () => {
  it('writes words in small letters', () => {
    assert.deepEqual(
      columnNames(['InvoiceNo', 'CustomerID', 'Unit Price ($)', 'HTTPStatus', 'already_snake', 'ALLCAPS']),
      ['invoice_no', 'customer_id', 'unit_price', 'http_status', 'already_snake', 'allcaps'],
    );
  });

  it('names what has no name and what has a name twice', () => {
    assert.deepEqual(columnNames(['', 'id', 'ID', '#']), ['column_1', 'id', 'id_2', 'column_4']);
    assert.deepEqual(columnNames(['a', 'a', 'a_2']), ['a', 'a_3', 'a_2']);
  });

  it('keeps other alphabets, and begins with a letter', () => {
    assert.deepEqual(columnNames(['주문 번호', 'Größe', '2024']), ['주문_번호', 'größe', 'c_2024']);
  });

  it('avoids the names every table has', () => {
    assert.deepEqual(columnNames(['ctid', 'xmin']), ['ctid_2', 'xmin_2']);
  });

  it('stays within what PostgreSQL keeps, and apart after cutting', () => {
    const long = '가'.repeat(40);
    const names = columnNames([long, long]);
    assert.equal(new Set(names).size, 2);
    for (const name of names) assert.ok(Buffer.byteLength(name) <= 63, name);
  });
});
