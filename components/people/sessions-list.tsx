'use client';

import { Laptop, Smartphone } from 'lucide-react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import type { SessionView } from '#lib/auth/people-types.ts';
import { browserName } from './browser-name.ts';
import { When } from './when.tsx';

type SessionsListProps = { sessions: SessionView[]; now: string; end: (id: string) => void; pending: boolean };

/** Browsers that are signed in, each with a way to end it. The asking one is left by signing out. */
export function SessionsList({ sessions, now, end, pending }: SessionsListProps) {
  const { t } = useLanguage();
  return (
    <ul className="divide-y divide-border/60">
      {sessions.map((session) => {
        const { browser, system } = browserName(session.userAgent);
        const name =
          browser && system
            ? t('account.browserOn', { browser, system })
            : (browser ?? system ?? t('account.unknownBrowser'));
        const Icon = /iPhone|Android/.test(system ?? '') ? Smartphone : Laptop;
        return (
          <li key={session.id} className="flex items-center gap-3 py-2.5 first:pt-0 last:pb-0">
            <Icon aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
                {name}
                {session.current && <Badge tone="info">{t('account.thisBrowser')}</Badge>}
              </p>
              <p className="text-xs text-muted-foreground">
                {t('account.lastSeen')} <When at={session.seenAt} now={now} />
                {' · '}
                {t('account.signedIn')} <When at={session.createdAt} now={now} />
              </p>
            </div>
            {!session.current && (
              <Button
                size="sm"
                disabled={pending}
                aria-label={t('account.endSessionOf', { name })}
                onClick={() => end(session.id)}
              >
                {t('account.endSession')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
