'use client';

import { useActionState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { saveWebhookAction } from './actions.ts';

export function WebhookForm({ url }: { url: string }) {
  const { t } = useLanguage();
  const [result, submit, pending] = useActionState(saveWebhookAction, null);
  return (
    <form action={submit} className="grid gap-3 rounded-md border border-border bg-card p-5">
      <div className="grid gap-1.5">
        <Label htmlFor="url">{t('notifications.address')}</Label>
        <Input
          key={url}
          id="url"
          name="url"
          type="url"
          defaultValue={url}
          placeholder="https://hooks.example.com/summa"
          required
          maxLength={2000}
        />
      </div>
      <p role="alert" className="text-destructive text-sm empty:hidden">
        {result && !result.ok ? result.message : null}
      </p>
      <p role="status" className="text-sm text-success empty:hidden">
        {result?.ok ? t('notifications.saved') : null}
      </p>
      <Button type="submit" variant="primary" className="justify-self-start" disabled={pending}>
        {pending ? t('notifications.saving') : t('notifications.save')}
      </Button>
    </form>
  );
}
