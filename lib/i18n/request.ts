import { cookies, headers } from 'next/headers.js';
import type { Language } from './language.ts';
import { languageOf } from './languages.ts';
import { chooseLocale, localeCookie } from './locale.ts';

/** The viewer's language, for what is drawn on the server; in the browser it is `useLanguage()`. */
export async function requestLanguage(): Promise<Language> {
  const chosen = (await cookies()).get(localeCookie)?.value;
  return languageOf(chooseLocale(chosen, (await headers()).get('accept-language')));
}
