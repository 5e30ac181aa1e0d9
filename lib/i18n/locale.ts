/** A language Summa speaks. Its messages are in `messages/<locale>.json`. */
export type Locale = 'en' | 'ko';

export const locales = ['en', 'ko'] as const satisfies readonly Locale[];

/** How numbers and dates of a locale are written. */
export const intlTag: Record<Locale, string> = { en: 'en-US', ko: 'ko-KR' };

/** Keeps the language a person has chosen, so that the pages before sign-in know it too. */
export const localeCookie = 'summa_locale';

export const isLocale = (text: unknown): text is Locale => locales.some((locale) => locale === text);

/** The chosen language, else the first of the browser's that Summa speaks, else English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) if (isLocale(language)) return language;
  return 'en';
}

/** The language of whoever sent a request with these headers. */
export function localeOf(headers: Headers): Locale {
  const cookie = new RegExp(`(?:^|;\\s*)${localeCookie}=([a-z]+)`).exec(headers.get('cookie') ?? '')?.[1];
  return chooseLocale(cookie, headers.get('accept-language'));
}
