'use client';

import { useRouter } from 'next/navigation';
import { useId } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Label } from '#components/ui/label.tsx';

type SummaryFilterProps = { address: string; summaries: string[]; chosen: string | null };

/** Limits a list to one summary; the choice stands in the address. */
export function SummaryFilter({ address, summaries, chosen }: SummaryFilterProps) {
  const { t } = useLanguage();
  const router = useRouter();
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Label htmlFor={id}>{t('admin.summary')}</Label>
      <select
        id={id}
        value={chosen ?? ''}
        onChange={({ target: { value } }) =>
          router.push(value === '' ? address : `${address}?summary=${encodeURIComponent(value)}`)
        }
        className="h-8 max-w-64 rounded-md border border-input bg-card px-2 text-sm"
      >
        <option value="">{t('epochs.allSummaries')}</option>
        {summaries.map((summary) => (
          <option key={summary} value={summary}>
            {summary}
          </option>
        ))}
      </select>
    </div>
  );
}
