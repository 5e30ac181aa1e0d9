'use client';

import { type FormEvent, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { PersonView } from '#lib/auth/people-types.ts';
import { AttributeFields } from './attribute-fields.tsx';
import { attributesOf } from './attribute-values.ts';
import { GroupChoice } from './group-choice.tsx';
import { PersonAccess } from './person-access.tsx';
import { RoleChoice } from './role-choice.tsx';
import type { PeopleActions } from './types.ts';
import { useAct } from './use-act.ts';

type PersonDialogProps = {
  person: PersonView;
  self: boolean;
  groups: string[];
  /** What definitions ask for, so that it need not be typed. */
  attributes: string[];
  actions: PeopleActions;
  open: boolean;
  setOpen: (open: boolean) => void;
};

/** What one person may see and do, and where they are signed in. */
export default function PersonDialog({ open, setOpen, person, self, actions, ...rest }: PersonDialogProps) {
  return (
    <Dialog open={open} setOpen={setOpen} title={person.name || person.email} description={person.email} wide>
      <div className="flex flex-col gap-6">
        <PersonForm person={person} change={actions.change} close={() => setOpen(false)} {...rest} />
        <PersonAccess person={person} self={self} actions={actions} />
      </div>
    </Dialog>
  );
}

type PersonFormProps = Pick<PersonDialogProps, 'person' | 'groups' | 'attributes'> & {
  change: PeopleActions['change'];
  close: () => void;
};

function PersonForm({ person, groups, attributes, change, close }: PersonFormProps) {
  const { t } = useLanguage();
  const [role, setRole] = useState(person.role);
  const [chosen, setChosen] = useState(person.groups);
  const [texts, setTexts] = useState<Record<string, string>>(() => ({
    ...Object.fromEntries(attributes.map((name) => [name, ''])),
    ...Object.fromEntries(Object.entries(person.attributes).map(([name, values]) => [name, values.join('\n')])),
  }));
  const { act, pending, problem } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(() => change({ email: person.email, role, groups: chosen, attributes: attributesOf(texts) }), close);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <RoleChoice role={role} setRole={setRole} />
      <GroupChoice groups={groups} chosen={chosen} setChosen={setChosen} />
      <AttributeFields texts={texts} setTexts={setTexts} />
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={close}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? t('people.saving') : t('people.save')}
        </Button>
      </div>
    </form>
  );
}
