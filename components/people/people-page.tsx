'use client';

import { UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { AdminHeading } from '#components/admin/admin-heading.tsx';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import type { PeopleView } from '#lib/auth/people-types.ts';
import { GroupsCard } from './groups-card.tsx';
import { InvitationsTable } from './invitations-table.tsx';
import { PeopleTable } from './people-table.tsx';
import type { PeopleActions } from './types.ts';
import { useAct } from './use-act.ts';

const InviteDialog = lazy(() => import('./invite-dialog.tsx'));
const PersonDialog = lazy(() => import('./person-dialog.tsx'));

type PeoplePageProps = { view: PeopleView; self: string; actions: PeopleActions };

/** People, invitations and groups on one screen. */
export function PeoplePage({ view, self, actions }: PeoplePageProps) {
  const { t } = useLanguage();
  const [inviting, setInviting] = useState({ open: false, times: 0 });
  const [chosen, setChosen] = useState<{ email: string; open: boolean; times: number } | null>(null);
  const { act, pending, problem } = useAct();
  const groups = view.groups.filter((group) => group.exists).map((group) => group.name);
  const person = view.people.find((one) => one.email === chosen?.email);

  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <AdminHeading title={t('people.title')} />
        <Button variant="primary" onClick={() => setInviting(({ times }) => ({ open: true, times: times + 1 }))}>
          <UserPlus aria-hidden="true" />
          {t('people.invite')}
        </Button>
      </header>
      {problem && <Banner tone="destructive">{problem}</Banner>}

      <PeopleTable
        people={view.people}
        self={self}
        now={view.now}
        change={({ email }) => setChosen((before) => ({ email, open: true, times: (before?.times ?? 0) + 1 }))}
      />

      <div className="flex flex-col gap-2.5">
        <h2 className="text-base font-semibold">{t('people.invitations')}</h2>
        {view.invitations.length === 0 ? (
          <Card className="p-4 text-sm text-muted-foreground">{t('people.noInvitations')}</Card>
        ) : (
          <InvitationsTable
            invitations={view.invitations}
            now={view.now}
            pending={pending}
            revoke={(id) => act(() => actions.revokeInvitation({ id }))}
          />
        )}
      </div>

      <div className="flex flex-col gap-2.5">
        <h2 className="text-base font-semibold">{t('people.groups')}</h2>
        <GroupsCard groups={view.groups} actions={actions} />
      </div>

      {inviting.times > 0 && (
        <Suspense fallback={null}>
          <InviteDialog
            key={inviting.times}
            groups={groups}
            invite={actions.invite}
            open={inviting.open}
            setOpen={(open) => setInviting(({ times }) => ({ open, times }))}
          />
        </Suspense>
      )}
      {chosen && person && (
        <Suspense fallback={null}>
          <PersonDialog
            key={chosen.times}
            person={person}
            self={person.email === self}
            groups={groups}
            attributes={view.attributes}
            actions={actions}
            open={chosen.open}
            setOpen={(open) => setChosen({ ...chosen, open })}
          />
        </Suspense>
      )}
    </div>
  );
}
