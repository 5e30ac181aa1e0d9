import type { ReactNode } from 'react';
import { LanguageProvider } from '#components/i18n/language-provider.tsx';
import { messagesOf } from '#lib/i18n/languages.ts';
import { requestLanguage } from '#lib/i18n/request.ts';

/** Gives the pages of Admin the words that no other page says. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { locale } = await requestLanguage();
  return (
    <LanguageProvider locale={locale} messages={messagesOf(locale)}>
      {children}
    </LanguageProvider>
  );
}
