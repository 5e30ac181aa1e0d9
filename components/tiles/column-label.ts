import type { Language, MessageKey } from '#lib/i18n/language.ts';
import type { ResultColumn } from '#lib/query/result.ts';

const forms = {
  share: 'tile.share',
  'share-of-row': 'tile.share-of-row',
  'share-of-column': 'tile.share-of-column',
  change: 'tile.change',
  growth: 'tile.growth',
} as const satisfies Record<NonNullable<ResultColumn['as']>, MessageKey>;

/** What a column is called: a measure's share or growth by its name and what it says of it. */
export function columnLabel({ label, as }: Pick<ResultColumn, 'label' | 'as'>, { t }: Language): string {
  return as === undefined ? label : t(forms[as], { measure: label });
}
