import type { Language } from '#lib/i18n/language.ts';
import { choiceLabel } from '#lib/query/choice-id.ts';

/** What is chosen, in a few words: `All`, `AA`, `AA, WN`, `AA, WN and 3 more`. */
export function choiceWords(ids: readonly string[], language: Language): string {
  if (ids.length === 0) return language.t('filter.all');
  const names = ids.map((id) => choiceLabel(id, language));
  if (names.length <= 2) return names.join(', ');
  return language.t('filter.andMore', { names: names.slice(0, 2).join(', '), count: names.length - 2 });
}
