'use client';

import { useActionState, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { signInAction } from './actions.ts';

/** Email and password; after a failure the email stays and the sentence says what to do. */
export function SignInForm({ next }: { next: string }) {
  const { t } = useLanguage();
  const [result, submit, pending] = useActionState(signInAction, null);
  const [email, setEmail] = useState('');
  const problem = result && !result.ok ? result.message : null;
  return (
    <form action={submit} className="grid gap-4 rounded-md border border-border bg-card p-5">
      <input type="hidden" name="next" value={next} />
      <div className="grid gap-1.5">
        <Label htmlFor="email">{t('signIn.email')}</Label>
        <Input
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          aria-describedby={problem ? 'sign-in-problem' : undefined}
        />
      </div>
      <div className="grid gap-1.5">
        <Label htmlFor="password">{t('signIn.password')}</Label>
        <Input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          aria-describedby={problem ? 'sign-in-problem' : undefined}
        />
      </div>
      <p id="sign-in-problem" role="alert" className="text-destructive text-sm empty:hidden">
        {problem}
      </p>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? t('signIn.signingIn') : t('signIn.signIn')}
      </Button>
    </form>
  );
}
