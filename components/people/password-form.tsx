'use client';

import { useActionState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { AccountActions } from './account-types.ts';
import { PasswordField } from './password-field.tsx';

/** `email` is for password managers, which keep a password under its user name. */
export function PasswordForm({ email, change }: { email: string; change: AccountActions['changePassword'] }) {
  const { t } = useLanguage();
  const [result, submit, pending] = useActionState(change, null);
  return (
    <form action={submit} className="grid gap-4">
      <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      <div className="grid gap-1.5">
        <Label htmlFor="current">{t('account.currentPassword')}</Label>
        <Input id="current" name="current" type="password" autoComplete="current-password" required maxLength={1000} />
      </div>
      <PasswordField name="next" label={t('account.newPassword')} email={email} />
      <div className="grid gap-1.5">
        <Label htmlFor="again">{t('account.newPasswordAgain')}</Label>
        <Input id="again" name="again" type="password" autoComplete="new-password" required maxLength={1000} />
      </div>
      <p role="alert" className="text-destructive text-sm empty:hidden">
        {result && !result.ok ? result.message : null}
      </p>
      <p role="status" className="text-sm text-success empty:hidden">
        {result?.ok ? t('account.passwordChanged') : null}
      </p>
      <Button type="submit" variant="primary" disabled={pending} className="justify-self-start">
        {pending ? t('account.changing') : t('account.changePassword')}
      </Button>
    </form>
  );
}
