import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import type { TimeBucket } from '#lib/definition/grain.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import type { Dialect, Piece } from './dialect.ts';
import { mysql } from './mysql/dialect.ts';
import { mariadbMissing } from './mysql/testing/mariadb-programs.ts';
import { testMariadb } from './mysql/testing/test-mariadb.ts';
import { postgres } from './postgres/dialect.ts';
import { redshift } from './redshift/dialect.ts';
import { assertSameRows, type CellKind, postgresRows, type TextRows } from './testing/cells.ts';
import { type Sample, sampleRelation, samples } from './testing/sample-values.ts';

const table = sql.id('summa', sampleRelation.current);
const id = sql.id('id');
const word = sql.id('word');
const flag = sql.id('flag');
const day = sql.id('day');
const hour = sql.id('hour');
const whole = sql.id('whole');
const amount = sql.id('amount');
const present = (name: keyof Sample) => [...new Set(samples.flatMap((row) => row[name] ?? []))];

/** As a condition, no answer and false are the same. */
const holds = (condition: Piece): [CellKind, Piece] => ['number', sql`case when ${condition} then 1 else 0 end`];

/** Expressions, by what they show; each is asked of every sample. */
type Expressions = (dialect: Dialect) => Record<string, [CellKind, Piece]>;

const expressions: Record<string, Expressions> = {
  'value(type, text)': (d) => ({
    ...Object.fromEntries(
      present('word').map((text, at) => [`text ${at}`, ['boolean', sql`${word} = ${d.value('text', text)}`] as const]),
    ),
    boolean: ['boolean', d.value('boolean', 'true')],
    no: ['boolean', d.value('boolean', 'false')],
    smallint: ['number', d.value('smallint', '-32768')],
    bigint: ['number', d.value('bigint', '9223372036854775807')],
    numeric: ['number', d.value('numeric(12,2)', '-12.34')],
    date: ['text', d.value('date', '2024-02-29')],
    timestamp: ['moment', d.value('timestamp', '2024-02-29 13:14:15')],
    'a moment compared': ['boolean', sql`${hour} >= ${d.value('timestamp', '2020-12-31 12:00:00')}`],
  }),
  'isIn(column, type, texts) and isNot(condition)': (d) => {
    const lists: Record<string, Piece> = {
      none: d.isIn(word, 'text', []),
      one: d.isIn(word, 'text', ['A']),
      three: d.isIn(word, 'text', ['a ', 'ß', '😀']),
      all: d.isIn(word, 'text', present('word')),
      days: d.isIn(day, 'date', ['2024-02-29', '0049-06-15', '9999-12-31']),
      wholes: d.isIn(whole, 'bigint', ['-9223372036854775808', '7']),
      flags: d.isIn(flag, 'boolean', ['false']),
      both: d.isIn(flag, 'boolean', ['false', 'true', 'true']),
    };
    return Object.fromEntries(
      Object.entries(lists).flatMap(([name, list]) => [
        [name, holds(list)],
        [`not ${name}`, holds(d.isNot(list))],
      ]),
    );
  },
  'same(a, b)': (d) => ({
    words: holds(d.same(word, d.value('text', 'a'))),
    itself: holds(d.same(word, word)),
    'two columns': holds(d.same(whole, amount)),
    'days and moments': holds(d.same(day, hour)),
  }),
  'throughDay(column, day)': (d) => ({
    ...Object.fromEntries(
      present('day').flatMap((each) => [
        [`day ${each}`, ['boolean', d.throughDay(day, each)] as const],
        [`hour ${each}`, ['boolean', d.throughDay(hour, each)] as const],
      ]),
    ),
  }),
  'contains(text, part) and startsWith(text, part)': (d) =>
    Object.fromEntries(
      [...present('word'), 'AY', 'it', '국', 'slash', '%'].flatMap((part, at) => [
        [`contains ${at}`, ['boolean', d.contains(word, part)] as const],
        [`starts ${at}`, ['boolean', d.startsWith(word, part)] as const],
      ]),
    ),
  'truncate(bucket, column, weekStart)': (d) => {
    const buckets: TimeBucket[] = ['hour', 'day', 'week', 'month', 'quarter', 'year'];
    return Object.fromEntries(
      (['monday', 'sunday'] as const).flatMap((weekStart) =>
        buckets.flatMap((bucket) => [
          [`day ${bucket} ${weekStart}`, ['moment', d.truncate(bucket, day, weekStart)] as const],
          [`hour ${bucket} ${weekStart}`, ['moment', d.truncate(bucket, hour, weekStart)] as const],
        ]),
      ),
    );
  },
  'divide(dividend, divisor)': (d) => ({
    'by a whole number': ['quotient', d.divide(amount, whole)],
    'by an amount': ['quotient', d.divide(whole, amount)],
    'by its place': ['quotient', d.divide(amount, id)],
    'of places': ['quotient', d.divide(id, d.value('bigint', '7'))],
  }),
  'text(expression, type)': (d) => ({
    word: ['text', d.text(word, 'text')],
    flag: ['text', d.text(flag, 'boolean')],
    day: ['text', d.text(day, 'date')],
    hour: ['text', d.text(hour, 'timestamp')],
    whole: ['text', d.text(whole, 'bigint')],
    amount: ['text', d.text(amount, 'numeric(38,2)')],
    'part of a number': ['boolean', d.contains(d.text(whole, 'bigint'), '00')],
  }),
};

const orders: Record<string, (dialect: Dialect) => Piece> = Object.fromEntries(
  sampleRelation.columns.flatMap(({ name, sqlType }) =>
    (['ascending', 'descending'] as const).map((direction) => [
      `${name} ${direction}`,
      (d: Dialect) => d.order(sql.id(name), sqlType, direction),
    ]),
  ),
);

describe('a dialect answers as PostgreSQL does', { skip: mariadbMissing() }, () => {
  it('in every piece, for values at the edges of their types', async (t) => {
    const { pool } = await testDatabase(t);
    const mariadb = await testMariadb(t);
    const declared = sampleRelation.columns.map(
      ({ name, sqlType }) => `${name} ${sqlType}${sqlType === 'text' ? ' collate "C"' : ''}`,
    );
    await pool.query(`create table summa.samples (${declared.join(', ')})`);
    await pool.query('insert into summa.samples select (json_populate_recordset(null::summa.samples, $1)).*', [
      JSON.stringify(samples),
    ]);
    await mariadb.keep('summa', sampleRelation, async (name) =>
      name === sampleRelation.closed ? [] : samples.map((row) => [...Object.values(row), '1']),
    );
    const elsewhere: [Dialect, (query: Piece) => Promise<TextRows>][] = [
      [redshift, (query) => postgresRows(pool, redshift.compile(query))],
      [mysql, (query) => mariadb.rows(mysql.compile(query))],
    ];

    for (const [title, make] of Object.entries(expressions)) {
      await t.test(title, async () => {
        const query = (d: Dialect) =>
          sql`select ${sql.join(Object.values(make(d)).map(([, piece]) => piece))} from ${table} order by ${id}`;
        const kinds = Object.values(make(postgres)).map(([kind]) => kind);
        const expected = await postgresRows(pool, postgres.compile(query(postgres)));
        assert.equal(expected.length, samples.length);
        for (const [d, rows] of elsewhere)
          assertSameRows(await rows(query(d)), expected, kinds, `${title} in ${d.name}`);
      });
    }
    await t.test('order(expression, type, direction)', async () => {
      for (const [title, order] of Object.entries(orders)) {
        const query = (d: Dialect) => sql`select ${id} from ${table} order by ${order(d)}, ${id} ${d.limit(79)}`;
        const expected = await postgresRows(pool, postgres.compile(query(postgres)));
        assert.equal(expected.length, 79);
        for (const [d, rows] of elsewhere)
          assertSameRows(await rows(query(d)), expected, ['text'], `${title} in ${d.name}`);
      }
    });
  });
});
