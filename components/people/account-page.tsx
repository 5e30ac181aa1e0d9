'use client';

import type { ReactNode } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import type { SessionView, TokenView } from '#lib/auth/people-types.ts';
import type { Account, AccountActions } from './account-types.ts';
import { OwnSessions } from './own-sessions.tsx';
import { OwnTokens } from './own-tokens.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm } from './profile-form.tsx';

type AccountPageProps = {
  account: Account;
  sessions: SessionView[];
  /** Null for whoever may not use the API. */
  tokens: TokenView[] | null;
  /** An address to try a token on. */
  api: string;
  now: string;
  actions: AccountActions;
};

/** What a person may change of themselves. */
export function AccountPage({ account, sessions, tokens, api, now, actions }: AccountPageProps) {
  const { t } = useLanguage();
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-6">
      <header className="flex items-center gap-4">
        <span
          aria-hidden="true"
          className="grid size-12 shrink-0 place-items-center rounded-full bg-primary-soft text-lg font-semibold text-primary"
        >
          {(account.name || account.email).slice(0, 1).toUpperCase()}
        </span>
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight break-words">{account.name || account.email}</h1>
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted-foreground">
            <span className="break-all">{account.email}</span>
            <Badge>{t(`role.${account.role}`)}</Badge>
            {account.groups.map((group) => (
              <Badge key={group}>{group}</Badge>
            ))}
            {Object.entries(account.attributes).map(([name, values]) => (
              <span key={name}>
                {name}: {values.join(', ')}
              </span>
            ))}
          </div>
        </div>
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <Section title={t('account.profile')}>
            <ProfileForm account={account} actions={actions} />
          </Section>
          <Section title={t('account.browsers')} about={t('account.browsersAbout')}>
            <OwnSessions sessions={sessions} now={now} actions={actions} />
          </Section>
        </div>
        <div className="grid min-w-0 gap-4">
          <Section title={t('account.changePassword')}>
            <PasswordForm email={account.email} change={actions.changePassword} />
          </Section>
          {tokens && (
            <Section title={t('account.tokens')} about={t('account.tokensAbout')}>
              <OwnTokens tokens={tokens} api={api} now={now} actions={actions} />
            </Section>
          )}
        </div>
      </div>
    </div>
  );
}

function Section({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-5">
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {about && <p className="text-sm text-muted-foreground">{about}</p>}
      </div>
      {children}
    </Card>
  );
}
