'use client';

import { Clock, TriangleAlert } from 'lucide-react';
import { formatInstant } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';

type FreshnessProps = { through: string | null; summary: string; zone: string };

/** The moment up to which everything on the page is there: that of its least complete summary. */
export function Freshness({ through, summary, zone }: FreshnessProps) {
  const language = useLanguage();
  const { t } = language;
  if (through === null) {
    return (
      <Badge tone="warning">
        <TriangleAlert aria-hidden="true" />
        {t('dashboard.unbuilt', { summary })}
      </Badge>
    );
  }
  return (
    <Badge title={t('dashboard.leastComplete', { summary })}>
      <Clock aria-hidden="true" />
      {t('dashboard.completeThrough', { moment: formatInstant(through, zone, language), zone })}
    </Badge>
  );
}
