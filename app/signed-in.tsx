import { type ReactNode, Suspense } from 'react';
import { signOutAction } from '#app/account/actions.ts';
import { TroubledNotice } from '#app/troubled-notice.tsx';
import { AppShell } from '#components/shell/app-shell.tsx';
import type { Viewer } from '#lib/auth/viewer.ts';
import { requestLanguage } from '#lib/i18n/request.ts';

/** The frame around every page that needs a viewer. */
export async function SignedIn({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return (
    <AppShell viewer={viewer} signOut={signOutAction} language={await requestLanguage()}>
      <Suspense fallback={null}>
        <TroubledNotice viewer={viewer} />
      </Suspense>
      {children}
    </AppShell>
  );
}
