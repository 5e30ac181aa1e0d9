'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import type { SessionView } from '#lib/auth/people-types.ts';
import type { AccountActions } from './account-types.ts';
import { SessionsList } from './sessions-list.tsx';
import { useAct } from './use-act.ts';

type OwnSessionsProps = {
  sessions: SessionView[];
  now: string;
  actions: Pick<AccountActions, 'endSession' | 'endOtherSessions'>;
};

/** The viewer's signed-in browsers; the others can be ended from here. */
export function OwnSessions({ sessions, now, actions }: OwnSessionsProps) {
  const { t } = useLanguage();
  const { act, pending, problem } = useAct();
  return (
    <>
      <SessionsList
        sessions={sessions}
        now={now}
        pending={pending}
        end={(id) => act(() => actions.endSession({ id }))}
      />
      {problem && <Banner tone="destructive">{problem}</Banner>}
      {sessions.some((session) => !session.current) && (
        <Button
          size="sm"
          disabled={pending}
          onClick={() => act(() => actions.endOtherSessions())}
          className="self-start"
        >
          {t('account.endOthers')}
        </Button>
      )}
    </>
  );
}
