import type { Metadata } from 'next';
import { SignedIn } from '#app/signed-in.tsx';
import { page } from '#lib/auth/page.ts';
import { PasswordForm } from './password-form.tsx';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const { viewer } = await page('page /account');
  const limits = Object.entries(viewer.attributes);
  return (
    <SignedIn viewer={viewer}>
      <h1 className="font-semibold text-xl tracking-tight">{viewer.name || viewer.email}</h1>
      <p className="mt-1 text-muted-foreground text-sm">
        {viewer.email}, {viewer.role}
        {limits.map(([name, values]) => `, ${name}: ${values.join(', ')}`)}
      </p>
      <section aria-labelledby="password-title" className="mt-6 max-w-sm">
        <h2 id="password-title" className="mb-3 font-medium text-lg">
          Change password
        </h2>
        <PasswordForm email={viewer.email} />
      </section>
    </SignedIn>
  );
}
