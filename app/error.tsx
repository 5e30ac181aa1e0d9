'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Notice } from '#components/shell/notice.tsx';
import { Button } from '#components/ui/button.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { t } = useLanguage();
  return (
    <main>
      <Notice
        title={t('notice.failed')}
        action={
          <Button variant="primary" onClick={reset}>
            {t('common.tryAgain')}
          </Button>
        }
      >
        <p>{t('notice.failedWhy')}</p>
        {error.digest && <p className="pt-1 text-xs">{t('notice.errorCode', { code: error.digest })}</p>}
      </Notice>
    </main>
  );
}
