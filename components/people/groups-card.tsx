'use client';

import { Plus, UsersRound, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Input } from '#components/ui/input.tsx';
import type { GroupView } from '#lib/auth/people-types.ts';
import type { PeopleActions } from './types.ts';
import { useAct } from './use-act.ts';

type GroupsCardProps = { groups: GroupView[]; actions: Pick<PeopleActions, 'addGroup' | 'removeGroup'> };

/** Groups, who and what they hold, and those that dashboards name but nobody has made. */
export function GroupsCard({ groups, actions }: GroupsCardProps) {
  const { t } = useLanguage();
  const { act, pending, problem } = useAct();
  const [name, setName] = useState('');
  const [leaving, setLeaving] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(
      () => actions.addGroup({ name }),
      () => setName(''),
    );
  };
  return (
    <Card className="flex flex-col gap-3 p-4">
      <p className="text-sm text-muted-foreground">{t('people.groupsAbout')}</p>
      {groups.length > 0 && (
        <ul className="divide-y divide-border/60">
          {groups.map((group) => (
            <li key={group.name} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
              <UsersRound aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
              <div className="min-w-0 flex-1 basis-48">
                <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
                  {group.name}
                  {!group.exists && <Badge tone="warning">{t('people.groupMissing')}</Badge>}
                </p>
                <p className="text-xs text-muted-foreground">
                  {t('people.members', { count: group.members })}
                  {' · '}
                  {group.dashboards.length > 0
                    ? t('people.groupSees', { dashboards: group.dashboards.join(', ') })
                    : t('people.groupSeesNothing')}
                </p>
              </div>
              {!group.exists ? (
                <Button size="sm" disabled={pending} onClick={() => act(() => actions.addGroup({ name: group.name }))}>
                  <Plus aria-hidden="true" />
                  {t('people.makeGroup', { name: group.name })}
                </Button>
              ) : leaving === group.name ? (
                <div className="flex gap-2">
                  <Button size="sm" variant="ghost" onClick={() => setLeaving(null)}>
                    {t('common.cancel')}
                  </Button>
                  <Button
                    size="sm"
                    variant="destructive"
                    disabled={pending}
                    onClick={() =>
                      act(
                        () => actions.removeGroup({ name: group.name }),
                        () => setLeaving(null),
                      )
                    }
                  >
                    {t('people.removeGroup', { name: group.name })}
                  </Button>
                </div>
              ) : (
                <Button
                  size="icon"
                  variant="ghost"
                  aria-label={t('people.removeGroup', { name: group.name })}
                  onClick={() => setLeaving(group.name)}
                >
                  <X aria-hidden="true" />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <form onSubmit={submit} className="flex max-w-sm gap-2">
        <Input
          small
          required
          maxLength={60}
          aria-label={t('people.groupName')}
          placeholder={t('people.groupName')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button size="sm" type="submit" disabled={pending}>
          <Plus aria-hidden="true" />
          {t('people.addGroup')}
        </Button>
      </form>
    </Card>
  );
}
