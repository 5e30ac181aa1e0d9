'use client';

import { Lock } from 'lucide-react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import type { RollBackPreview } from '#lib/refresh/roll-back/roll-back-types.ts';
import { daysWords, rowsWords } from './epoch-words.ts';

/** Days and rows of each summary, what else is undone, and what is held afterwards. */
export function RollBackPreviewList({ preview }: { preview: RollBackPreview }) {
  const language = useLanguage();
  const { t, tag } = language;
  return (
    <>
      <ul className="divide-y divide-border/60 rounded-md border border-border bg-card text-sm">
        {preview.summaries.map(({ summary, range, opened, closed }) => (
          <li key={summary} className="flex flex-wrap items-baseline gap-x-3 px-3 py-2">
            <span className="mr-auto font-medium break-all">{summary}</span>
            <span className="text-muted-foreground">{daysWords(range, language)}</span>
            <span className="whitespace-nowrap">
              {t('rollBack.rows', { rows: rowsWords({ opened, closed }, language) })}
            </span>
          </li>
        ))}
      </ul>
      {preview.alsoUndoes.length > 0 && (
        <p className="text-sm">
          {t('rollBack.alsoUndoes', {
            count: preview.alsoUndoes.length,
            epochs: new Intl.ListFormat(tag, { type: 'conjunction' }).format(preview.alsoUndoes.map(String)),
          })}
        </p>
      )}
      <p className="flex gap-2 text-sm text-muted-foreground">
        <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {t('rollBack.holds')}
      </p>
    </>
  );
}
