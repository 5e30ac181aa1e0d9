'use client';

import { type FormEvent, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { isLocale, type Locale, locales } from '#lib/i18n/locale.ts';
import type { Account, AccountActions } from './account-types.ts';
import { useAct } from './use-act.ts';

type ProfileFormProps = { account: Account; actions: Pick<AccountActions, 'rename' | 'setLanguage'> };

/** Each language by its own name, to be found by whoever reads no other. */
const ownName = (locale: Locale) => new Intl.DisplayNames([locale], { type: 'language' }).of(locale);

/** The name others see, and the language. */
export function ProfileForm({ account, actions }: ProfileFormProps) {
  const { t } = useLanguage();
  const { act, pending, problem } = useAct();
  const [name, setName] = useState(account.name);
  const [saved, setSaved] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(
      () => actions.rename({ name }),
      () => setSaved(true),
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <form onSubmit={submit} className="grid gap-1.5">
        <Label htmlFor="name">{t('account.name')}</Label>
        <div className="flex gap-2">
          <Input
            id="name"
            required
            maxLength={100}
            autoComplete="name"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setSaved(false);
            }}
          />
          <Button type="submit" disabled={pending || name.trim() === account.name}>
            {t('people.save')}
          </Button>
        </div>
        <p role="status" className="text-sm text-success empty:hidden">
          {saved ? t('account.renamed') : null}
        </p>
      </form>
      <div className="grid gap-1.5">
        <Label htmlFor="language">{t('account.language')}</Label>
        <select
          id="language"
          value={account.language ?? ''}
          disabled={pending}
          onChange={(event) => {
            const { value } = event.target;
            act(() => actions.setLanguage({ language: isLocale(value) ? value : null }));
          }}
          className="h-9 w-full rounded-md border border-input bg-card px-2.5 text-base text-foreground"
        >
          <option value="">{t('account.languageOfBrowser')}</option>
          {locales.map((locale) => (
            <option key={locale} value={locale} lang={locale}>
              {ownName(locale)}
            </option>
          ))}
        </select>
      </div>
      {problem && <Banner tone="destructive">{problem}</Banner>}
    </div>
  );
}
