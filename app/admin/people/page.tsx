import type { Metadata } from 'next';
import { AdminBar } from '#app/admin/admin-bar.tsx';
import { SignedIn } from '#app/signed-in.tsx';
import { PeoplePage } from '#components/people/people-page.tsx';
import { page } from '#lib/auth/page.ts';
import { peopleView } from '#lib/auth/people-view.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';
import {
  addGroupAction,
  changePersonAction,
  endSessionOfAction,
  inviteAction,
  passwordLinkAction,
  removeGroupAction,
  revokeInvitationAction,
  sessionsOfAction,
  setDisabledAction,
} from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('people.title') };
}

export default async function AdminPeoplePage() {
  const { viewer } = await page('page /admin/people');
  return (
    <SignedIn viewer={viewer}>
      <AdminBar />
      <PeoplePage
        view={await peopleView(controlStore(), registry)}
        self={viewer.email}
        actions={{
          invite: inviteAction,
          revokeInvitation: revokeInvitationAction,
          change: changePersonAction,
          setDisabled: setDisabledAction,
          passwordLink: passwordLinkAction,
          sessions: sessionsOfAction,
          endSession: endSessionOfAction,
          addGroup: addGroupAction,
          removeGroup: removeGroupAction,
        }}
      />
    </SignedIn>
  );
}
