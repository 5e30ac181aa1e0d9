import { cookies } from 'next/headers.js';
import { type Locale, localeCookie } from '#lib/i18n/locale.ts';

const year = 31_536_000;

/** Lets this browser's pages be in the language a person has chosen, those before sign-in too; null follows the browser. */
export async function setLanguageCookie(language: Locale | null): Promise<void> {
  const jar = await cookies();
  if (language === null) jar.delete(localeCookie);
  else jar.set(localeCookie, language, { path: '/', maxAge: year, sameSite: 'lax' });
}
