'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Language, type Messages, makeLanguage } from '#lib/i18n/language.ts';
import type { Locale } from '#lib/i18n/locale.ts';

const Context = createContext<Language | null>(null);

type ProviderProps = { locale: Locale; messages: Partial<Messages>; children: ReactNode };

export function LanguageProvider({ locale, messages, children }: ProviderProps) {
  const language = useMemo(() => makeLanguage(locale, messages), [locale, messages]);
  return <Context.Provider value={language}>{children}</Context.Provider>;
}

/** The viewer's language: `const { t } = useLanguage();` On the server it is `requestLanguage()`. */
export function useLanguage(): Language {
  const language = useContext(Context);
  if (!language) throw new Error('useLanguage() needs the LanguageProvider of the root layout.');
  return language;
}
