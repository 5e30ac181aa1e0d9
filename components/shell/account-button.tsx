'use client';

import { lazy, Suspense } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { useOnDemand } from '#components/ui/use-on-demand.ts';
import type { AccountMenuProps } from './account-menu.tsx';

const load = () => import('./account-menu.tsx');
const AccountMenu = lazy(load);

export function AccountButton(props: Pick<AccountMenuProps, 'viewer' | 'signOut'>) {
  const { t } = useLanguage();
  const menu = useOnDemand(load, 'menu');
  const name = props.viewer.name || props.viewer.email;
  const button = (
    <Button
      variant="ghost"
      size="icon"
      aria-label={t('shell.accountOf', { name })}
      className="rounded-full"
      {...menu.trigger}
    >
      <span
        aria-hidden="true"
        className="grid size-7 place-items-center rounded-full bg-primary-soft text-xs font-semibold text-primary"
      >
        {name.slice(0, 1).toUpperCase()}
      </span>
    </Button>
  );
  if (!menu.armed) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu {...props} open={menu.open} setOpen={menu.setOpen} trigger={button} />
    </Suspense>
  );
}
