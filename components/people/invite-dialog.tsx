'use client';

import { type FormEvent, useId, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { Role } from '#lib/auth/viewer.ts';
import { GroupChoice } from './group-choice.tsx';
import { RoleChoice } from './role-choice.tsx';
import { ShownOnce } from './shown-once.tsx';
import type { PeopleActions, ShownLink } from './types.ts';
import { useAct } from './use-act.ts';

type InviteDialogProps = {
  groups: string[];
  invite: PeopleActions['invite'];
  open: boolean;
  setOpen: (open: boolean) => void;
};

export default function InviteDialog({ open, setOpen, ...form }: InviteDialogProps) {
  const { t } = useLanguage();
  return (
    <Dialog open={open} setOpen={setOpen} title={t('people.inviteTitle')} description={t('people.inviteAbout')} wide>
      <InviteForm {...form} close={() => setOpen(false)} />
    </Dialog>
  );
}

type InviteFormProps = Pick<InviteDialogProps, 'groups' | 'invite'> & { close: () => void };

function InviteForm({ groups, invite, close }: InviteFormProps) {
  const id = useId();
  const { t } = useLanguage();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const [chosen, setChosen] = useState<string[]>([]);
  const [made, setMade] = useState<ShownLink | null>(null);
  const { act, pending, problem } = useAct();

  if (made) {
    return (
      <div className="flex flex-col gap-4">
        <ShownOnce label={t('people.linkFor', { email })} text={made.link}>
          {t('people.linkAbout')}
        </ShownOnce>
        <div className="flex justify-end gap-2">
          <Button
            variant="ghost"
            onClick={() => {
              setMade(null);
              setEmail('');
            }}
          >
            {t('people.inviteAnother')}
          </Button>
          <Button variant="primary" onClick={close}>
            {t('people.done')}
          </Button>
        </div>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(() => invite({ email, role, groups: chosen }), setMade);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <Label htmlFor={`${id}-email`} className="pb-1">
          {t('people.email')}
        </Label>
        <Input
          id={`${id}-email`}
          type="email"
          required
          maxLength={320}
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <RoleChoice role={role} setRole={setRole} />
      <GroupChoice groups={groups} chosen={chosen} setChosen={setChosen} />
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={close}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? t('people.makingLink') : t('people.makeLink')}
        </Button>
      </div>
    </form>
  );
}
