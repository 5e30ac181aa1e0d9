'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';

export function ReloadButton() {
  const { t } = useLanguage();
  return (
    <Button variant="primary" onClick={() => window.location.reload()}>
      {t('common.tryAgain')}
    </Button>
  );
}
