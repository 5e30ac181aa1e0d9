import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { SignedIn } from '#app/signed-in.tsx';
import { AccountPage } from '#components/people/account-page.tsx';
import { sessionCookieName } from '#lib/auth/cookie.ts';
import { page } from '#lib/auth/page.ts';
import { personById } from '#lib/auth/people.ts';
import { may } from '#lib/auth/policy.ts';
import { listSessions } from '#lib/auth/session.ts';
import { listTokens } from '#lib/auth/tokens.ts';
import { readEnvironment } from '#lib/environment.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { controlStore } from '#lib/store/connect.ts';
import {
  changePasswordAction,
  createTokenAction,
  endOtherSessionsAction,
  endSessionAction,
  renameAction,
  revokeTokenAction,
  setLanguageAction,
} from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('shell.account') };
}

export default async function OwnAccountPage() {
  const { viewer } = await page('page /account');
  const { appUrl } = readEnvironment();
  const db = controlStore();
  const here = (await cookies()).get(sessionCookieName(appUrl))?.value;
  const [person, sessions, tokens] = await Promise.all([
    personById(db, viewer.id),
    listSessions(db, viewer.id, here),
    listTokens(db, viewer.id),
  ]);
  const { email, name, role, attributes, groups } = viewer;
  return (
    <SignedIn viewer={viewer}>
      <AccountPage
        account={{ email, name, role, attributes, groups, language: person.language }}
        sessions={sessions}
        tokens={may(viewer, 'GET /api/v1/summaries') ? tokens : null}
        api={`${appUrl}/api/v1/summaries`}
        now={new Date().toISOString()}
        actions={{
          rename: renameAction,
          setLanguage: setLanguageAction,
          changePassword: changePasswordAction,
          endSession: endSessionAction,
          endOtherSessions: endOtherSessionsAction,
          createToken: createTokenAction,
          revokeToken: revokeTokenAction,
        }}
      />
    </SignedIn>
  );
}
