import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLonePoint, plotExtent, plotRows, topEntries } from './plot-rows.ts';
import type { ChartPicture } from './series.ts';

const time: ChartPicture = {
  axis: {
    kind: 'time',
    label: 'Day',
    values: ['2001-01-01', '2001-01-02', '2001-01-03'],
    grain: 'day',
    partialFrom: '2001-01-03',
  },
  series: [{ key: 'orders', label: 'Orders', points: ['1', '2', '3'] }],
};

describe('plotRows(picture, joined)', () => {
  it('parts the incomplete end from the rest', () => {
    assert.deepEqual(plotRows(time, false), [
      { index: 0, s0: 1, p0: null },
      { index: 1, s0: 2, p0: null },
      { index: 2, s0: null, p0: 3 },
    ]);
  });
  it('joins the two parts of a line at the last complete point', () => {
    assert.deepEqual(
      plotRows(time, true).map((row) => row.p0),
      [null, 2, 3],
    );
  });
  it('has one part when everything is complete', () => {
    const complete = { ...time, axis: { ...time.axis, partialFrom: undefined } } as ChartPicture;
    assert.deepEqual(
      plotRows(complete, true).map((row) => row.p0),
      [null, null, null],
    );
  });
});

describe('plotExtent(series, stacked)', () => {
  const series = [
    { key: 'a', label: 'A', points: ['4', '-1', null] },
    { key: 'b', label: 'B', points: ['5', '-3', '2'] },
  ];
  it('takes single values', () => assert.deepEqual(plotExtent(series, false), [-3, 5]));
  it('takes sums of stacks', () => assert.deepEqual(plotExtent(series, true), [-4, 9]));
});

describe('isLonePoint(rows, key, index)', () => {
  it('finds a point between gaps', () => {
    const rows = [
      { index: 0, s0: null },
      { index: 1, s0: 5 },
      { index: 2, s0: null },
    ];
    assert.ok(isLonePoint(rows, 's0', 1));
    assert.ok(!isLonePoint(rows, 's0', 0));
  });
});

describe('topEntries(picture, count)', () => {
  const picture: ChartPicture = {
    axis: { kind: 'category', label: 'Country', values: ['KR', 'US', 'JP'] },
    series: [{ key: 'orders', label: 'Orders', points: ['1', '9', '5'] }],
  };
  it('keeps the order when all fit', () => assert.deepEqual(topEntries(picture, 3), picture));
  it('keeps the largest when not', () => {
    const top = topEntries(picture, 2);
    assert.deepEqual(top.axis.values, ['US', 'JP']);
    assert.deepEqual(top.series[0]?.points, ['9', '5']);
  });
});
