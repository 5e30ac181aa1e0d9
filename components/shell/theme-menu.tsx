'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Menu, MenuChoice, MenuChoices } from '#components/ui/menu.tsx';
import { readTheme, themeCookie } from './theme.ts';

const year = 31_536_000;

/** The cookie lets the server draw the chosen theme from the first byte; the attribute changes the page that is open. */
function chooseTheme(value: string) {
  const theme = readTheme(value);
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we serve.
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${year}; samesite=lax`;
}

type ThemeMenuProps = { open: boolean; setOpen: (open: boolean) => void; trigger: ReactNode };

export default function ThemeMenu(props: ThemeMenuProps) {
  const { t } = useLanguage();
  const [theme, setTheme] = useState<string>(() => readTheme(document.documentElement.dataset.theme));
  return (
    <Menu {...props}>
      <MenuChoices
        value={theme}
        onValueChange={(value) => {
          setTheme(value);
          chooseTheme(value);
        }}
      >
        <MenuChoice value="light">
          <Sun aria-hidden="true" />
          {t('shell.light')}
        </MenuChoice>
        <MenuChoice value="dark">
          <Moon aria-hidden="true" />
          {t('shell.dark')}
        </MenuChoice>
        <MenuChoice value="system">
          <Monitor aria-hidden="true" />
          {t('shell.system')}
        </MenuChoice>
      </MenuChoices>
    </Menu>
  );
}
