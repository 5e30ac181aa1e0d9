'use client';

import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { changePasswordAction } from './actions.ts';

const fields = [
  { name: 'current', label: 'Current password', autoComplete: 'current-password' },
  { name: 'next', label: 'New password', autoComplete: 'new-password' },
  { name: 'again', label: 'New password again', autoComplete: 'new-password' },
];

/** `email` is for password managers, which keep a password under its user name. */
export function PasswordForm({ email }: { email: string }) {
  const [result, submit, pending] = useActionState(changePasswordAction, null);
  return (
    <form action={submit} className="grid gap-4 rounded-md border border-border bg-card p-5">
      <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      {fields.map(({ name, label, autoComplete }) => (
        <div key={name} className="grid gap-1.5">
          <Label htmlFor={name}>{label}</Label>
          <Input id={name} name={name} type="password" autoComplete={autoComplete} required maxLength={1000} />
        </div>
      ))}
      <p role="alert" className="text-destructive text-sm empty:hidden">
        {result && !result.ok ? result.message : null}
      </p>
      <p role="status" className="text-sm text-success empty:hidden">
        {result?.ok ? 'Your password is changed. Your other browsers are signed out.' : null}
      </p>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? 'Changing…' : 'Change password'}
      </Button>
    </form>
  );
}
