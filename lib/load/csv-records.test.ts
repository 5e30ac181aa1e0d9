import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CsvRecords, doubled } from '#lib/load/csv-records.ts';

type Row = { line: number; cells: string[]; quoting: number[]; problem: string | null };

function parse(text: string | Buffer, chunk = Number.POSITIVE_INFINITY, delimiter = ','): Row[] {
  const rows: Row[] = [];
  const records = new CsvRecords(delimiter.charCodeAt(0), (record) => {
    const cells = Array.from({ length: record.count }, (_, i) => {
      const cell = record.bytes.toString('utf8', record.starts[i], record.ends[i]);
      return record.quoting[i] === doubled ? cell.replaceAll('""', '"') : cell;
    });
    rows.push({
      line: record.line,
      cells,
      quoting: [...record.quoting.slice(0, record.count)],
      problem: record.problem,
    });
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) records.push(bytes.subarray(at, Math.min(at + chunk, bytes.length)));
  records.end();
  return rows;
}

const cells = (text: string) => parse(text).map((row) => row.cells);

describe('CsvRecords', () => {
  it('splits fields and lines', () => {
    assert.deepEqual(cells('a,b\n1,2\n'), [
      ['a', 'b'],
      ['1', '2'],
    ]);
    assert.deepEqual(cells('a,b\r\n1,2'), [
      ['a', 'b'],
      ['1', '2'],
    ]);
    assert.deepEqual(cells('a,b\r1,2\r'), [
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('keeps empty fields, at the end too', () => {
    assert.deepEqual(cells(',\n'), [['', '']]);
    assert.deepEqual(cells('1,'), [['1', '']]);
    assert.deepEqual(cells('1,""'), [['1', '']]);
  });

  it('reads quotes, doubled quotes, delimiters and line ends in quotes', () => {
    assert.deepEqual(cells('"a,b","c ""d""","e\nf\r\ng"\n1,2,3'), [
      ['a,b', 'c "d"', 'e\nf\r\ng'],
      ['1', '2', '3'],
    ]);
  });

  it('tells a quoted empty field from an empty one', () => {
    assert.deepEqual(parse('"",\n')[0]?.quoting, [1, 0]);
  });

  it('takes a quote inside a bare field as it is', () => {
    assert.deepEqual(cells('5" pipe,2\n'), [['5" pipe', '2']]);
  });

  it('counts lines, also those inside quotes', () => {
    assert.deepEqual(
      parse('a\n"b\nc"\nd\n').map((row) => row.line),
      [1, 2, 4],
    );
  });

  it('reports broken quotes up to the end of the line and goes on', () => {
    const rows = parse('1,2\n"a"b,3\n4,5\n');
    assert.deepEqual(
      rows.map((row) => row.line),
      [1, 2, 3],
    );
    assert.match(rows[1]?.problem ?? '', /follows a closing quote/);
    assert.deepEqual(rows[2]?.cells, ['4', '5']);
  });

  it('loses one line, not the rest of the file, to a quote that is never closed', () => {
    const rows = parse('1,2\n"a,3\n4,5\n6,7\n');
    assert.match(rows[1]?.problem ?? '', /never closed/);
    assert.deepEqual(
      rows.slice(2).map((row) => row.cells),
      [
        ['4', '5'],
        ['6', '7'],
      ],
    );
  });

  it('finds the same records however the bytes are cut', () => {
    const text = 'id,név\r\n1,"a ""q"" b"\r\n\r\n2,"x\r\ny, é"\r3,\n"",""\n"k"z,1\n4,"open\n5,end';
    const whole = parse(text);
    for (const size of [1, 2, 3, 5, 7, 11]) assert.deepEqual(parse(text, size), whole, `pieces of ${size}`);
  });

  it('grows to any number of fields', () => {
    const wide = Array.from({ length: 1600 }, (_, i) => String(i));
    assert.deepEqual(cells(`${wide.join(',')}\n`), [wide]);
  });
});
