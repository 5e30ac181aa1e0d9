import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cell, TileData } from '#lib/query/result.ts';
import { textOfTile, tileOfText } from './sent-tile.ts';

const data = (values: Cell[][], more: Partial<TileData> = {}): TileData => ({
  ok: true,
  columns: [],
  values,
  rows: values[0]?.length ?? 0,
  truncated: false,
  notes: [],
  summary: 'daily',
  epoch: 1,
  completeThrough: null,
  sql: 'select 1',
  parameters: [],
  milliseconds: 1,
  ...more,
});

const times = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));

describe('textOfTile(result)', () => {
  it('is read back as it was, whatever its columns hold', () => {
    const columns: Cell[][] = [
      times(300, (index) => `2026-01-0${(index % 9) + 1}`),
      times(300, (index) => [null, '', '0', 0, false, true, 'null'][index % 7] ?? null),
      times(300, String),
      times(300, () => null),
      [],
      times(49, () => 'few'),
    ];
    const result = data(columns, {
      comparison: { label: 'previous period', from: '2025-01-01', to: '2025-01-09', values: columns },
    });
    assert.deepEqual(tileOfText(textOfTile(result)), result);
    assert.deepEqual(tileOfText(textOfTile(data(columns))), data(columns));
    const failed = { ok: false as const, code: 'busy' as const, message: { key: 'problem.busy' as const } };
    assert.deepEqual(tileOfText(textOfTile(failed)), failed);
  });

  it('names what is in every row once', () => {
    const result = data([
      times(3_650, (index) => `2026-01-${Math.floor(index / 118) + 1}`),
      times(3_650, () => 'South Korea'),
    ]);
    const text = textOfTile(result);
    assert.equal(text.split('South Korea').length, 2);
    assert.ok(text.length * 3 < JSON.stringify(result).length, `${text.length} characters`);
  });
});
