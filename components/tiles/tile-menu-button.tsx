'use client';

import { Ellipsis } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { useOnDemand } from '#components/ui/use-on-demand.ts';
import type { TileMenuProps } from './tile-menu.tsx';

const load = () => import('./tile-menu.tsx');
const TileMenu = lazy(load);

export function TileMenuButton(props: Omit<TileMenuProps, 'open' | 'setOpen' | 'trigger'>) {
  const { t } = useLanguage();
  const menu = useOnDemand(load, 'menu');
  const button = (
    <Button variant="ghost" size="icon-sm" aria-label={t('tile.menuOf', { tile: props.view.title })} {...menu.trigger}>
      <Ellipsis aria-hidden="true" />
    </Button>
  );
  if (!menu.armed) return button;
  return (
    <Suspense fallback={button}>
      <TileMenu {...props} open={menu.open} setOpen={menu.setOpen} trigger={button} />
    </Suspense>
  );
}
