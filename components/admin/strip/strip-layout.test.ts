import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays } from '#components/format/date.ts';
import { boxesAround, indexAt, indexInNextRow, stripLayout } from './strip-layout.ts';

const daysFrom = (first: string, count: number) => Array.from({ length: count }, (_, index) => addDays(first, index));

describe('stripLayout(days, by, width, bars)', () => {
  it('gives every partition a place of its own inside the width', () => {
    for (const width of [358, 900, 1280]) {
      for (const count of [1, 40, 400, 3000]) {
        const layout = stripLayout(daysFrom('2018-09-05', count), 'day', width, 1);
        assert.equal(layout.at.length, count);
        assert.equal(new Set(layout.at.map(({ x, y }) => `${x} ${y}`)).size, count);
        for (const { x, y } of layout.at) {
          assert.ok(x >= 0 && x + layout.cell.width <= width, `${x} of ${width}`);
          assert.ok(y + layout.cell.height <= layout.height);
        }
      }
    }
  });

  it('keeps 3,000 days on one screen of a computer, and wide enough for a finger on a phone', () => {
    assert.ok(stripLayout(daysFrom('2018-09-05', 3000), 'day', 1280, 1).height <= 440);
    for (const width of [340, 1280]) {
      assert.ok(stripLayout(daysFrom('2018-09-05', 3000), 'day', width, 1).cell.width >= 5);
    }
  });

  it('puts the same day of a month under itself', () => {
    const days = daysFrom('2024-01-01', 366);
    const layout = stripLayout(days, 'day', 1280, 0);
    const perRow = (layout.rows[1]?.first ?? 366) > 100 ? 6 : 3;
    const place = (day: string) => layout.at[days.indexOf(day)];
    const [january, later] = perRow === 3 ? ['2024-01-15', '2024-04-15'] : ['2024-01-15', '2024-07-15'];
    assert.equal(place(january)?.x, place(later)?.x);
    assert.notEqual(place(january)?.y, place(later)?.y);
  });

  it('has a row for each year of weeks, months and quarters', () => {
    const mondays = Array.from({ length: 120 }, (_, week) => addDays('2024-01-01', 7 * week));
    assert.equal(stripLayout(mondays, 'week', 1280, 0).rows.length, 3);
    assert.equal(stripLayout(['2024-11-01', '2024-12-01', '2025-01-01'], 'month', 1280, 0).rows.length, 2);
    assert.equal(stripLayout(['2024-07-01', '2024-10-01', '2025-01-01'], 'quarter', 1280, 0).rows.length, 2);
  });
});

describe('indexAt(layout, x, y)', () => {
  it('finds each partition in the middle of its cell', () => {
    for (const width of [340, 1280]) {
      const layout = stripLayout(daysFrom('2018-09-05', 3000), 'day', width, 2);
      for (const [index, { x, y }] of layout.at.entries()) {
        assert.equal(indexAt(layout, x + layout.cell.width / 2, y + layout.cell.height / 2), index);
      }
    }
  });

  it('takes a point outside to what is nearest', () => {
    const layout = stripLayout(daysFrom('2024-01-10', 100), 'day', 1280, 0);
    assert.equal(indexAt(layout, -50, -50), 0);
    assert.equal(indexAt(layout, 5000, 5000), 99);
    assert.equal(indexAt(layout, 5000, layout.rows[0]?.y ?? 0), layout.rows[0]?.last);
  });
});

describe('indexInNextRow(layout, index, rows)', () => {
  it('goes straight up and down, and stays at the edges', () => {
    const days = daysFrom('2024-01-01', 366);
    const layout = stripLayout(days, 'day', 1280, 0);
    const below = indexInNextRow(layout, 14, 1);
    assert.equal(layout.at[below]?.x, layout.at[14]?.x);
    assert.equal(indexInNextRow(layout, below, -1), 14);
    assert.equal(indexInNextRow(layout, 14, -1), 14);
  });
});

describe('boxesAround(layout, first, last)', () => {
  it('makes one box for each row', () => {
    const layout = stripLayout(daysFrom('2024-01-01', 366), 'day', 1280, 0);
    const second = layout.rows[1]?.first ?? 0;
    assert.equal(boxesAround(layout, 3, 5).length, 1);
    assert.equal(boxesAround(layout, second - 1, second).length, 2);
    assert.equal(boxesAround(layout, 0, 365).length, layout.rows.length);
  });
});
