import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSummary } from './check-summary.ts';
import { conserves, notNull, totalUsual } from './checks.ts';
import { average, count, fillOf, last, type MeasureColumn, max, ratio, sum } from './columns.ts';
import { date, type GrainColumn, month, text, week } from './grain.ts';
import { defineSource } from './source.ts';
import { type AnySummary, defineSummary, definitionOf, type Rows, rowsFrom, rowsOf } from './summary.ts';

const stock = defineSource({
  name: 'stock',
  table: 'raw.stock',
  columns: { at: 'timestamptz', item: 'text', units: 'integer', price: 'numeric(12,2)' },
});
const rows: Rows<unknown> = rowsFrom([stock], (db) =>
  db.selectFrom('raw.stock').select(['at', 'item', 'units', 'price']),
);

type Given = {
  from?: Rows<unknown>;
  grain?: Record<string, GrainColumn>;
  columns: Record<string, MeasureColumn>;
} & Pick<Parameters<typeof defineSummary>[0], 'refresh' | 'weekStart' | 'checks'>;

function summary({ from = rows, grain = { day: date('at'), item: text() }, ...given }: Given): AnySummary {
  return defineSummary({ name: 'stock', description: '', from, grain, zone: 'UTC', ...given } as never);
}

const found = (given: Given) =>
  checkSummary(definitionOf(summary(given))).map(
    ({ place, found, expected }) => `${place.split(' › ')[1]}: ${found}; ${expected}`,
  );

const units = last('units');
const price = average('price', { weight: 'units' });

describe('checkMeasures(summary)', () => {
  it('finds nothing in averages and last values that can be told', () => {
    const checks = [
      conserves('units'),
      totalUsual('units', { within: 1 }),
      conserves('price'),
      notNull('price_weight'),
    ];
    assert.deepEqual(found({ columns: { units, price, share: ratio('units', 'units') }, checks }), []);
  });

  it('finds columns that the rows do not have, the weight among them', () => {
    assert.deepEqual(found({ columns: { mean: average('price', { weight: 'unit' }) } }), [
      "stock.columns.mean: the column 'unit', which the rows do not have; one of 'at', 'item', 'units', 'price' (did you mean 'units'?)",
    ]);
  });

  it('finds a last value without a time, a ratio of an average, and a name its sums take', () => {
    assert.deepEqual(found({ grain: { item: text() }, columns: { units } }), [
      "stock.columns.units: last('units') in a summary without a time column; a time column in the grain, such as day: date(…)",
    ]);
    assert.deepEqual(found({ columns: { price, n: count(), odd: ratio('price', 'n') } }), [
      "stock.columns.odd: a ratio of the average 'price'; sums, counts, minima, maxima or distinct counts",
    ]);
    assert.deepEqual(found({ columns: { price, price_total: sum('price') } }), [
      "stock.columns.price_total: a column 'price_total' beside the average 'price', one of whose two sums is stored under that name; another name",
    ]);
  });

  it('finds checks that an average cannot pass', () => {
    const sums = "'price_total' or 'price_weight', the two sums it is stored as";
    assert.deepEqual(found({ columns: { price }, checks: [notNull('price'), totalUsual('price', { within: 1 })] }), [
      `stock.checks[0]: a check of 'price', which is an average; ${sums}`,
      `stock.checks[1]: the usual total of 'price', which is an average; ${sums}`,
    ]);
  });

  it('finds words that are none', () => {
    const odd = { ...sum('units'), fill: 'zeros' as 'zero' };
    assert.deepEqual(found({ columns: { odd } }), ["stock.columns.odd: fill: 'zeros'; one of 'zero', 'null', 'carry'"]);
    assert.deepEqual(found({ columns: { n: count() }, weekStart: 'friday' as 'sunday' }), [
      "stock.weekStart: weeks that begin on 'friday'; 'monday' or 'sunday'",
    ]);
  });

  it('keeps partitions to weeks from Monday', () => {
    const weeks = { grain: { week: week('at'), item: text() }, columns: { units } };
    assert.deepEqual(found({ ...weeks, weekStart: 'sunday', refresh: { by: 'week' } }), [
      "stock.refresh.by: refresh by week of weeks that begin on Sunday; refresh by 'day', or no 'by'",
    ]);
    assert.deepEqual(found({ ...weeks, weekStart: 'sunday' }), []);
    assert.deepEqual(found({ ...weeks, refresh: { by: 'week' } }), []);
  });
});

describe('checkUpstream(summary, upstream)', () => {
  const daily = summary({ columns: { units, price, n: count(), most: max('units') } });
  const monthly = (columns: Record<string, MeasureColumn>, weekStart?: 'sunday') =>
    found({
      from: rowsOf(daily as never),
      grain: { month: month('day') },
      columns,
      ...(weekStart ? { weekStart } : {}),
    });

  it('takes a last value of last values and an average of averages', () => {
    assert.deepEqual(monthly({ units: last('units'), price: average('price') }), []);
  });

  it('finds measures that are put together in another way', () => {
    assert.deepEqual(monthly({ units: sum('units') }), [
      "stock.columns.units: sum('units') over a last value of stock; last('units')",
    ]);
    assert.deepEqual(monthly({ mean: average('n') }), [
      "stock.columns.mean: average('n') over a count of stock; a ratio, or an average that stock has",
    ]);
    assert.deepEqual(monthly({ mean: average('price', { weight: 'n' }) }), [
      "stock.columns.mean: a weight for the average 'price' of stock; average('price')",
    ]);
    assert.deepEqual(monthly({ mean: sum('price') }), [
      "stock.columns.mean: sum('price') over an average of stock; average('price')",
    ]);
  });

  it('finds weeks that begin on another day', () => {
    assert.deepEqual(monthly({ units: last('units') }, 'sunday'), [
      "stock.weekStart: weeks from sunday over rows of stock, whose weeks begin on monday; 'monday'",
    ]);
  });
});

describe('fillOf(column)', () => {
  it('is what the definition says, else what fits how the measure adds up', () => {
    assert.deepEqual([count(), sum('a'), max('a'), ratio('a', 'b'), average('a'), last('a')].map(fillOf), [
      'zero',
      'zero',
      'null',
      'null',
      'null',
      'carry',
    ]);
    assert.equal(fillOf(sum('a', { fill: 'carry' })), 'carry');
  });
});
