import type { Metadata } from 'next';
import { Logo } from '#components/shell/logo.tsx';
import { ownPath } from '#lib/auth/origin.ts';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { SignInForm } from './sign-in-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestLanguage();
  return { title: t('signIn.page') };
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  await page('page /sign-in');
  const { next } = await searchParams;
  const { t } = await requestLanguage();
  return (
    <main className="grid min-h-dvh place-items-center bg-background p-4 text-foreground">
      <div className="w-full max-w-sm">
        <Logo className="mb-4 size-10" />
        <h1 className="font-semibold text-2xl tracking-tight">{t('signIn.title')}</h1>
        <p className="mt-1 mb-6 text-muted-foreground text-sm">{t('signIn.about')}</p>
        <SignInForm next={ownPath(typeof next === 'string' ? next : null)} />
      </div>
    </main>
  );
}
