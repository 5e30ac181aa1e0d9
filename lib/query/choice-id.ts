import type { Language } from '#lib/i18n/language.ts';

/**
 * A choice filter in a URL is the ids of its values joined by commas, each in percent form where it must be. An id is the
 * value itself, but for what a text cannot say: rows without a value are `~null`, and `*` alone means every value.
 * Values that look like one of these have a `~` in front.
 */
export function choiceId(value: string | null): string {
  if (value === null) return nullId;
  return value === everyChoice || value.startsWith('~') ? `~${value}` : value;
}

/** The value an id stands for; undefined when no value has this id. */
export function choiceOfId(id: string): string | null | undefined {
  if (id === nullId) return null;
  if (!id.startsWith('~')) return id;
  const value = id.slice(1);
  return value === everyChoice || value.startsWith('~') ? value : undefined;
}

/** What people read for an id. */
export function choiceLabel(id: string, { t }: Language): string {
  const value = choiceOfId(id);
  return value === null ? t('format.noValue') : value === '' ? t('format.emptyText') : (value ?? id);
}

/** Every value, where the filter's default is only some of them. */
export const everyChoice = '*';

const nullId = '~null';

/** Ids as they stand in a URL. The empty text alone would read as "nothing chosen": it is written twice, and read once. */
export function choiceText(ids: readonly string[]): string {
  if (ids.length === 1 && ids[0] === '') return ',';
  return ids.map((id) => id.replaceAll(/[%,]/g, encodeURIComponent)).join(',');
}

/** The ids a URL names, each once; null when its percent signs make no sense. */
export function idsOfText(text: string): string[] | null {
  if (text === '') return [];
  try {
    return [...new Set(text.split(',').map(decodeURIComponent))];
  } catch {
    return null;
  }
}
