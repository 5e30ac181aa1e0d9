import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { LanguageProvider } from '#components/i18n/language-provider.tsx';
import { Providers } from '#components/shell/providers.tsx';
import { readTheme, themeCookie } from '#components/shell/theme.ts';
import { messagesForEveryone } from '#lib/i18n/languages.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestLanguage();
  return { title: { default: 'Summa', template: '%s · Summa' }, description: t('app.description') };
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const { locale } = await requestLanguage();
  return (
    // The theme menu changes the attribute before React knows of it.
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>
        <LanguageProvider locale={locale} messages={messagesForEveryone(locale)}>
          <Providers>{children}</Providers>
        </LanguageProvider>
      </body>
    </html>
  );
}
