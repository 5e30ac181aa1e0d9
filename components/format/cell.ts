import type { Language } from '#lib/i18n/language.ts';
import type { Cell, ResultColumn } from '#lib/query/result.ts';
import { formatBucket } from './date.ts';
import { formatNumber, nothing } from './number.ts';

/** What a cell of a column says to a person. */
export function formatCell(value: Cell | undefined, column: ResultColumn, language: Language): string {
  if (value === null || value === undefined) return column.role === 'measure' ? nothing : language.t('format.noValue');
  switch (column.type) {
    case 'number':
      return column.role === 'measure' ? formatNumber(value, column, language) : String(value);
    case 'date':
      return formatBucket(String(value), column.grain, language);
    case 'timestamp':
      if (column.grain) return formatBucket(String(value), column.grain, language);
      return String(value)
        .replace('T', ' ')
        .replace(/(:\d{2}):\d{2}(\.\d+)?Z$/, '$1 UTC');
    case 'boolean':
      return language.t(value === true ? 'format.yes' : 'format.no');
    case 'text':
      return value === '' ? language.t('format.emptyText') : String(value);
  }
}
