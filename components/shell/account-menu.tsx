'use client';

import { LogOut, UserRound } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState, useTransition } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '#components/ui/menu.tsx';
import type { Viewer } from '#lib/auth/viewer.ts';

/** The form action of the account; it leaves for the sign-in page unless it fails. */
export type SignOut = (previous: null, form: FormData) => Promise<{ ok: boolean; message?: string } | null | undefined>;

export type AccountMenuProps = {
  viewer: Pick<Viewer, 'name' | 'email' | 'role'>;
  signOut: SignOut;
  open: boolean;
  setOpen: (open: boolean) => void;
  trigger: ReactNode;
};

export default function AccountMenu({ viewer, signOut, ...menu }: AccountMenuProps) {
  const { t } = useLanguage();
  const [pending, start] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const leave = () =>
    start(async () => {
      const answer = await signOut(null, new FormData());
      if (answer && !answer.ok) setProblem(answer.message ?? t('shell.stillSignedIn'));
    });
  return (
    <Menu {...menu}>
      <MenuLabel>
        <span className="block text-sm font-medium text-foreground">{viewer.name || viewer.email}</span>
        {viewer.name && <span className="block">{viewer.email}</span>}
        <span className="block">{t(`role.${viewer.role}`)}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/account">
          <UserRound aria-hidden="true" />
          {t('shell.account')}
        </Link>
      </MenuItem>
      <MenuItem
        disabled={pending}
        onSelect={(event) => {
          event.preventDefault();
          leave();
        }}
      >
        <LogOut aria-hidden="true" />
        {pending ? t('shell.signingOut') : t('shell.signOut')}
      </MenuItem>
      {problem && (
        <p role="alert" className="max-w-60 px-2.5 py-1.5 text-xs text-destructive">
          {problem}
        </p>
      )}
    </Menu>
  );
}
