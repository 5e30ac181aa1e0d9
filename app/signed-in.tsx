import type { ReactNode } from 'react';
import { signOutAction } from '#app/account/actions.ts';
import { AppShell } from '#components/shell/app-shell.tsx';
import type { Viewer } from '#lib/auth/viewer.ts';

/** The frame around every page that needs a viewer. */
export function SignedIn({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return (
    <AppShell viewer={viewer} signOut={signOutAction}>
      {children}
    </AppShell>
  );
}
