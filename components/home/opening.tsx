'use client';

import { LoaderCircle } from 'lucide-react';
import { useLinkStatus } from 'next/link';
import { useLanguage } from '#components/i18n/language-provider.tsx';

/** Inside a link: says that what it leads to is on its way. It waits a moment, so that a quick page shows nothing. */
export function Opening() {
  const { t } = useLanguage();
  const { pending } = useLinkStatus();
  return (
    <span role="status" className="absolute top-4 right-4">
      {pending && (
        <>
          <LoaderCircle aria-hidden="true" className="animate-late size-4 text-muted-foreground" />
          <span className="sr-only">{t('home.opening')}</span>
        </>
      )}
    </span>
  );
}
