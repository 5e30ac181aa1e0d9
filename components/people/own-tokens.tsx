'use client';

import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { TokenView } from '#lib/auth/people-types.ts';
import type { AccountActions } from './account-types.ts';
import { ShownOnce } from './shown-once.tsx';
import { useAct } from './use-act.ts';
import { When } from './when.tsx';

type OwnTokensProps = {
  tokens: TokenView[];
  api: string;
  now: string;
  actions: Pick<AccountActions, 'createToken' | 'revokeToken'>;
};

const lifetimes = [7, 30, 90, 365] as const;

/** The viewer's tokens for the API, and making one. */
export function OwnTokens({ tokens, api, now, actions }: OwnTokensProps) {
  const { t } = useLanguage();
  const { act, pending, problem } = useAct();
  const [name, setName] = useState('');
  const [days, setDays] = useState<(typeof lifetimes)[number] | null>(90);
  const [made, setMade] = useState<{ token: string; name: string } | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(
      () => actions.createToken({ name, days }),
      ({ token }) => {
        setMade({ token, name });
        setName('');
      },
    );
  };
  return (
    <div className="flex flex-col gap-4">
      {tokens.length > 0 && (
        <ul className="divide-y divide-border/60">
          {tokens.map((token) => (
            <li key={token.id} className="flex items-center gap-3 py-2.5 first:pt-0">
              <KeyRound aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
              <div className="min-w-0 flex-1">
                <p className="text-sm font-medium break-words">{token.name}</p>
                <p className="text-xs text-muted-foreground">
                  {token.usedAt ? (
                    <>
                      {t('account.lastUsed')} <When at={token.usedAt} now={now} />
                    </>
                  ) : (
                    t('account.neverUsed')
                  )}
                  {' · '}
                  {token.expiresAt ? (
                    <>
                      {t('account.expires')} <When at={token.expiresAt} now={now} />
                    </>
                  ) : (
                    t('account.neverExpires')
                  )}
                </p>
              </div>
              <Button
                size="sm"
                disabled={pending}
                aria-label={t('account.revokeOf', { name: token.name })}
                onClick={() => act(() => actions.revokeToken({ id: token.id }))}
              >
                {t('account.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {made && (
        <div className="flex flex-col gap-2">
          <ShownOnce label={t('account.tokenMade', { name: made.name })} text={made.token}>
            {t('account.tokenOnce')}
          </ShownOnce>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
            tabIndex={0}
            className="overflow-x-auto rounded-md bg-muted p-3 font-mono text-xs"
          >
            {`curl -H "Authorization: Bearer $TOKEN" \\\n  ${api}`}
          </pre>
        </div>
      )}
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-40">
          <Label htmlFor="token-name" className="pb-1">
            {t('account.tokenName')}
          </Label>
          <Input
            id="token-name"
            required
            maxLength={100}
            autoComplete="off"
            placeholder={t('account.tokenExample')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div>
          <Label htmlFor="token-days" className="pb-1">
            {t('account.tokenDays')}
          </Label>
          <select
            id="token-days"
            value={days ?? ''}
            onChange={(event) => setDays(lifetimes.find((one) => one === Number(event.target.value)) ?? null)}
            className="h-9 rounded-md border border-input bg-card px-2.5 text-base text-foreground"
          >
            {lifetimes.map((one) => (
              <option key={one} value={one}>
                {t('account.days', { count: one })}
              </option>
            ))}
            <option value="">{t('account.neverExpires')}</option>
          </select>
        </div>
        <Button type="submit" disabled={pending}>
          {t('account.createToken')}
        </Button>
      </form>
    </div>
  );
}
