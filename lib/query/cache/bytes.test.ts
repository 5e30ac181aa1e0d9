import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bytesOf } from './bytes.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** How much the heap grows by many of a value. */
function grownBy(make: (n: number) => unknown): { measured: number; counted: number } {
  collect();
  const before = process.memoryUsage().heapUsed;
  const values = Array.from({ length: 200 }, (_, n) => make(n));
  collect();
  const measured = process.memoryUsage().heapUsed - before;
  return { measured, counted: values.reduce((sum: number, value) => sum + bytesOf(value), 0) };
}

/** Texts as a driver makes them: each its own. */
const cell = (n: number) => Buffer.from(`2024-01-${n % 28} ${n}`).toString('utf8');
const korean = (n: number) => Buffer.from(`대한민국 서울특별시 ${n}`).toString('utf8');

describe('bytesOf(value)', () => {
  const kinds: Record<string, (n: number) => unknown> = {
    'rows of texts': (n) => Array.from({ length: 500 }, (_, row) => [cell(n + row), cell(row), null]),
    'columns of texts': (n) => [Array.from({ length: 1_500 }, (_, row) => cell(n + row))],
    'words of two bytes a letter': (n) => Array.from({ length: 1_500 }, (_, row) => korean(n + row)),
    'columns of numbers': (n) => [Array.from({ length: 3_000 }, (_, row) => row / (n + 2))],
    objects: (n) => Array.from({ length: 500 }, (_, row) => ({ value: cell(row), count: cell(n) })),
  };
  for (const [name, make] of Object.entries(kinds)) {
    it(`is about what ${name} take`, (t) => {
      const { measured, counted } = grownBy(make);
      t.diagnostic(`counted ${Math.round((100 * counted) / measured)} % of what the heap grew by`);
      assert.ok(counted > 0.7 * measured && counted < 2.5 * measured, `${counted} counted, ${measured} measured`);
    });
  }
});
