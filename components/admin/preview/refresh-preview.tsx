'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { addDays, formatDayRange, formatDuration } from '#components/format/date.ts';
import { formatCompact, formatCount } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { RefreshPreview as Preview, PreviewWish } from '#lib/refresh/preview/preview-types.ts';
import type { RefreshRange } from '#lib/refresh/view/overview-types.ts';
import { whyWords } from '../plan-words.ts';
import type { PreviewRefresh } from '../types.ts';
import { usePreview } from './use-preview.ts';

type RefreshPreviewProps = { wish: PreviewWish | null; preview: PreviewRefresh };

/** What pressing the button would do, always there before it is pressed. */
export function RefreshPreview({ wish, preview }: RefreshPreviewProps) {
  const { t } = useLanguage();
  const { data, error, stale } = usePreview(wish, preview);
  return (
    <section aria-label={t('preview.label')} aria-live="polite" aria-busy={stale} className="min-h-30 text-sm">
      {wish === null ? (
        <p className="text-muted-foreground">{t('preview.needsRange')}</p>
      ) : error && !stale ? (
        <p className="text-destructive">{error.message}</p>
      ) : data ? (
        // Not by opacity: what stands there must stay readable.
        <div className={cn('transition-[filter]', stale && 'blur-[0.6px]')}>
          <PreviewFacts preview={data} range={wish?.range ?? null} />
        </div>
      ) : (
        <div className="grid gap-2">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-40" />
        </div>
      )}
    </section>
  );
}

function PreviewFacts({ preview, range }: { preview: Preview; range: RefreshRange | null }) {
  const language = useLanguage();
  const { t } = language;
  const { estimate, cost, columns, downstream } = preview;
  const held = preview.held.filter((days) => !range || (days.from < range.to && days.to > range.from));
  return (
    <>
      <p className="text-base font-semibold">{workWords(preview, language)}</p>
      <p className="text-xs text-muted-foreground">{t('preview.why', { why: whyWords(preview, language) })}</p>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        {preview.ranges.length > 0 && <Fact name={t('preview.days')}>{rangesWords(preview, language)}</Fact>}
        {preview.units > 0 && (
          <Fact name={t('preview.time')}>
            {estimate
              ? t('preview.estimate', {
                  duration: formatDuration(estimate.seconds * 1000, language),
                  runs: estimate.runs,
                })
              : t('preview.noHistory')}
          </Fact>
        )}
        {cost && (
          <Fact name={t('preview.cost')}>
            {t('preview.costWords', {
              total: formatCompact(cost.total, {}, language),
              rows: formatCount(cost.rows, language),
            })}
          </Fact>
        )}
        {held.length > 0 && (
          <Fact name={t('preview.held')}>
            <Link href="/admin/epochs" className="text-warning underline">
              {held.map((range) => daysWords(range, language)).join(', ')}
            </Link>
          </Fact>
        )}
        {columns.map((change) => (
          <Fact key={change.summary} name={t('preview.columns', { summary: change.summary })}>
            {[
              ...change.added.map((column) => `+${column}`),
              ...change.removed.map((column) => `−${column}`),
              ...change.retyped.map(({ column, before, after }) => `${column}: ${before} → ${after}`),
            ].join(', ')}
          </Fact>
        ))}
        {downstream.summaries.length > 0 && (
          <Fact name={t('preview.summaries')}>
            <Names
              names={downstream.summaries.map((name) => ({ href: `/admin/summaries/${name}`, title: name, key: name }))}
            />
          </Fact>
        )}
        {downstream.dashboards.length > 0 && (
          <Fact name={t('preview.dashboards')}>
            <Names
              names={downstream.dashboards.map(({ name, title }) => ({
                href: `/dashboards/${name}`,
                title,
                key: name,
              }))}
            />
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Names({ names }: { names: { href: string; title: string; key: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-2">
      {names.map(({ href, title, key }) => (
        <li key={key}>
          <Link href={href} className="text-primary hover:underline">
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function workWords({ kind, units, partitions }: Preview, { t }: Language): string {
  if (units === 0) return t('preview.nothing');
  if (kind === 'full') return t('preview.full');
  return partitions === units
    ? t('preview.partitions', { partitions })
    : t('preview.partitionsInUnits', { partitions, units });
}

const daysWords = ({ from, to }: RefreshRange, language: Language) => formatDayRange(from, addDays(to, -1), language);

const shownRanges = 4;

function rangesWords({ ranges }: Preview, language: Language): string {
  const words = ranges.slice(0, shownRanges).map((range) => daysWords(range, language));
  const more = ranges.length - words.length;
  return [...words, ...(more > 0 ? [language.t('preview.more', { count: more })] : [])].join(', ');
}
