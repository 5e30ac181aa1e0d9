import type { Metadata } from 'next';
import { Logo } from '#components/shell/logo.tsx';
import { ownPath } from '#lib/auth/origin.ts';
import { page } from '#lib/auth/page.ts';
import { SignInForm } from './sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  await page('page /sign-in');
  const { next } = await searchParams;
  return (
    <main className="grid min-h-dvh place-items-center bg-background p-4 text-foreground">
      <div className="w-full max-w-sm">
        <Logo className="mb-4 size-10" />
        <h1 className="font-semibold text-2xl tracking-tight">Sign in to Summa</h1>
        <p className="mt-1 mb-6 text-muted-foreground text-sm">Dashboards of your warehouse's summary tables.</p>
        <SignInForm next={ownPath(typeof next === 'string' ? next : null)} />
      </div>
    </main>
  );
}
