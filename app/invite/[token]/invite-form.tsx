'use client';

import { useActionState, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { PasswordField } from '#components/people/password-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { acceptInvitationAction } from './actions.ts';

type InviteFormProps = { token: string; email: string; isNew: boolean };

/** A name, for somebody new, and a password. */
export function InviteForm({ token, email, isNew }: InviteFormProps) {
  const { t } = useLanguage();
  const [result, submit, pending] = useActionState(acceptInvitationAction, null);
  const [name, setName] = useState('');
  return (
    <form action={submit} className="grid gap-4 rounded-md border border-border bg-card p-5">
      <input type="hidden" name="token" value={token} />
      <div className="grid gap-1.5">
        <Label htmlFor="email">{t('people.email')}</Label>
        <Input id="email" type="email" autoComplete="username" value={email} readOnly className="bg-muted" />
      </div>
      {isNew && (
        <div className="grid gap-1.5">
          <Label htmlFor="name">{t('account.name')}</Label>
          <Input
            id="name"
            name="name"
            autoComplete="name"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
      )}
      <PasswordField name="password" label={t('invite.password')} email={email} />
      <p role="alert" className="text-destructive text-sm empty:hidden">
        {result && !result.ok ? result.message : null}
      </p>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? t('invite.going') : t(isNew ? 'invite.go' : 'invite.goPassword')}
      </Button>
    </form>
  );
}
