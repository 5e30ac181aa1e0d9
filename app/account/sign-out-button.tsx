'use client';

import { LogOut } from 'lucide-react';
import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { signOutAction } from './actions.ts';

/** Signs the viewer out; when that fails they are still signed in, and told so. */
export function SignOutButton() {
  const [result, submit, pending] = useActionState(signOutAction, null);
  return (
    <form action={submit} className="flex items-center gap-2">
      <Button type="submit" variant="ghost" size="sm" disabled={pending}>
        <LogOut aria-hidden /> Sign out
      </Button>
      {result && !result.ok ? (
        <span role="alert" className="text-destructive text-sm">
          {result.message}
        </span>
      ) : null}
    </form>
  );
}
