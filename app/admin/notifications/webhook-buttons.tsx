'use client';

import { useActionState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { removeWebhookAction, testWebhookAction } from './actions.ts';

/** What can be done with an address that is set. */
export function WebhookButtons() {
  const { t } = useLanguage();
  const [tested, test, testing] = useActionState(testWebhookAction, null);
  const [removed, remove, removing] = useActionState(removeWebhookAction, null);
  const refused = [tested, removed].find((result) => result && !result.ok);
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <form action={test}>
          <Button type="submit" disabled={testing}>
            {testing ? t('notifications.testing') : t('notifications.test')}
          </Button>
        </form>
        <form action={remove}>
          <Button type="submit" variant="ghost" disabled={removing}>
            {t('notifications.remove')}
          </Button>
        </form>
      </div>
      <p role="alert" className="text-destructive text-sm empty:hidden">
        {refused && !refused.ok ? refused.message : null}
        {tested?.ok && !tested.value.ok ? t('notifications.testFailed', { answer: tested.value.answer }) : null}
      </p>
      <p role="status" className="text-sm text-success empty:hidden">
        {tested?.ok && tested.value.ok ? t('notifications.tested', { answer: tested.value.answer }) : null}
      </p>
    </div>
  );
}
