import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Viewer } from '#lib/auth/viewer.ts';
import type { Language } from '#lib/i18n/language.ts';
import { AccountButton } from './account-button.tsx';
import type { SignOut } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import { NavLink } from './nav-link.tsx';
import { ThemeButton } from './theme-button.tsx';

type AppShellProps = { viewer: Viewer; signOut: SignOut; language: Language; children: ReactNode };

/** The frame of every page of a signed-in person. */
export function AppShell({ viewer, signOut, language: { t }, children }: AppShellProps) {
  return (
    <>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('shell.skip')}
      </a>
      <header className="sticky top-0 z-30 border-b border-border bg-card print:hidden">
        <div className="mx-auto flex h-12 max-w-[1600px] items-center gap-1 px-4 sm:px-6">
          <Link href="/" className="mr-3 flex items-center gap-2 rounded-md text-base font-semibold tracking-tight">
            <Logo className="size-6" />
            Summa
          </Link>
          <nav aria-label={t('shell.main')} className="flex items-center gap-0.5">
            <NavLink href="/">{t('shell.home')}</NavLink>
            {viewer.role === 'admin' && <NavLink href="/admin">{t('shell.admin')}</NavLink>}
          </nav>
          <div className="ml-auto flex items-center gap-1">
            <ThemeButton />
            <AccountButton viewer={{ name: viewer.name, email: viewer.email, role: viewer.role }} signOut={signOut} />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-[1600px] px-4 py-5 outline-none sm:px-6">
        {children}
      </main>
    </>
  );
}
