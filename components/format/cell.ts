import type { Cell, ResultColumn } from '#lib/dashboard/tile-result.ts';
import { formatBucket } from './date.ts';
import { formatNumber, nothing } from './number.ts';

/** What a cell of a column says to a person. */
export function formatCell(value: Cell | undefined, column: ResultColumn): string {
  if (value === null || value === undefined) return column.role === 'measure' ? nothing : 'No value';
  switch (column.type) {
    case 'number':
      return column.role === 'measure' ? formatNumber(value, column) : String(value);
    case 'date':
      return formatBucket(String(value), column.grain);
    case 'timestamp':
      return String(value)
        .replace('T', ' ')
        .replace(/(:\d{2}):\d{2}(\.\d+)?Z$/, '$1 UTC');
    case 'boolean':
      return value === true ? 'Yes' : 'No';
    case 'text':
      return value === '' ? 'Empty text' : String(value);
  }
}
