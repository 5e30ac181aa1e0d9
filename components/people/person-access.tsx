'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { PersonView } from '#lib/auth/people-types.ts';
import { SessionsList } from './sessions-list.tsx';
import { ShownOnce } from './shown-once.tsx';
import type { PeopleActions, ShownLink } from './types.ts';
import { useAct } from './use-act.ts';

type PersonAccessProps = {
  person: PersonView;
  /** Whether it is the admin who looks: they are not offered to shut themselves out. */
  self: boolean;
  actions: PeopleActions;
};

/** Where a person is signed in, a new password for them, and shutting them out. Each acts at once. */
export function PersonAccess({ person, self, actions }: PersonAccessProps) {
  const { t } = useLanguage();
  const { email, disabled } = person;
  const { act, pending, problem } = useAct();
  const [link, setLink] = useState<ShownLink | null>(null);
  const sessions = useQuery({
    queryKey: ['sessions-of', email, disabled],
    queryFn: async () => {
      const answer = await actions.sessions({ email });
      if (!answer.ok) throw new Error(answer.message);
      return answer.value;
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const refetch = () => void sessions.refetch();
  return (
    <section aria-labelledby="access-title" className="flex flex-col gap-4 border-t border-border pt-5">
      <h3 id="access-title" className="text-base font-semibold">
        {t('people.access')}
      </h3>
      {sessions.error && <Banner tone="destructive">{sessions.error.message}</Banner>}
      {sessions.isPending && <Skeleton className="h-10" />}
      {sessions.data?.sessions.length === 0 && (
        <p className="text-sm text-muted-foreground">{t('people.noSessions')}</p>
      )}
      {sessions.data && sessions.data.sessions.length > 0 && (
        <SessionsList
          {...sessions.data}
          pending={pending}
          end={(id) => act(() => actions.endSession({ email, id }), refetch)}
        />
      )}
      {link && (
        <ShownOnce label={t('people.passwordLinkFor', { email })} text={link.link}>
          {t('people.linkAbout')}
        </ShownOnce>
      )}
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <div className="flex flex-wrap items-center gap-2">
        {!disabled && (
          <Button size="sm" disabled={pending} onClick={() => act(() => actions.passwordLink({ email }), setLink)}>
            {t('people.passwordLink')}
          </Button>
        )}
        {!self && (
          <>
            <Button
              size="sm"
              variant={disabled ? 'primary' : 'destructive'}
              disabled={pending}
              onClick={() =>
                act(
                  () => actions.setDisabled({ email, disabled: !disabled }),
                  () => setLink(null),
                )
              }
            >
              {disabled ? t('people.enable') : t('people.disable')}
            </Button>
            <p className="basis-full text-xs text-muted-foreground">
              {disabled ? t('people.disabledAbout') : t('people.disableAbout')}
            </p>
          </>
        )}
      </div>
    </section>
  );
}
