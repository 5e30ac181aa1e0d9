'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useLanguage } from '#components/i18n/language-provider.tsx';

/** The title of a page below Admin, with the way back to it. */
export function AdminHeading({ title }: { title: string }) {
  const { t } = useLanguage();
  return (
    <h1 className="mr-auto flex items-center gap-1.5 text-xl font-semibold tracking-tight">
      <Link href="/admin" className="rounded text-muted-foreground hover:text-foreground">
        {t('shell.admin')}
      </Link>
      <ChevronRight aria-hidden="true" className="size-4 text-muted-foreground" />
      {title}
    </h1>
  );
}
