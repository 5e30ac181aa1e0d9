import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { Logo } from '#components/shell/logo.tsx';
import { Notice } from '#components/shell/notice.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { invitationState } from '#lib/auth/accept-invitation.ts';
import { callerOf } from '#lib/auth/caller.ts';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { controlStore } from '#lib/store/connect.ts';
import { InviteForm } from './invite-form.tsx';

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('invite.page'), robots: { index: false } };
}

export default async function InvitePage({ params }: Props) {
  await page('page /invite/[token]');
  const { token } = await params;
  const { t } = await requestLanguage();
  const found = await invitationState(controlStore(), token, callerOf(await headers()));
  if (found.state !== 'open') {
    return (
      <main>
        <Notice
          title={t(`invite.${found.state}`)}
          action={
            <Link href="/sign-in" className={buttonClass('primary')}>
              {t('invite.toSignIn')}
            </Link>
          }
        >
          {t(`invite.${found.state}Todo`)}
        </Notice>
      </main>
    );
  }
  const isNew = found.kind === 'new person';
  return (
    <main className="grid min-h-dvh place-items-center bg-background p-4 text-foreground">
      <div className="w-full max-w-sm">
        <Logo className="mb-4 size-10" />
        <h1 className="font-semibold text-2xl tracking-tight">{t(isNew ? 'invite.welcome' : 'invite.newPassword')}</h1>
        <p className="mt-1 mb-6 text-muted-foreground text-sm">
          {t(isNew ? 'invite.welcomeAbout' : 'invite.newPasswordAbout')}
        </p>
        <InviteForm token={token} email={found.email} isNew={isNew} />
      </div>
    </main>
  );
}
