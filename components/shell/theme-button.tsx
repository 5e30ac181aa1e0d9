'use client';

import { SunMoon } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { useOnDemand } from '#components/ui/use-on-demand.ts';

const load = () => import('./theme-menu.tsx');
const ThemeMenu = lazy(load);

export function ThemeButton() {
  const { t } = useLanguage();
  const menu = useOnDemand(load, 'menu');
  const button = (
    <Button variant="ghost" size="icon" aria-label={t('shell.theme')} {...menu.trigger}>
      <SunMoon aria-hidden="true" />
    </Button>
  );
  if (!menu.armed) return button;
  return (
    <Suspense fallback={button}>
      <ThemeMenu open={menu.open} setOpen={menu.setOpen} trigger={button} />
    </Suspense>
  );
}
