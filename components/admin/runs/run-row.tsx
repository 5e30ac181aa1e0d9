import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { addDays, formatDayRange, formatDistance, formatDuration, formatInstant } from '#components/format/date.ts';
import { nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { RunView } from '#lib/refresh/view/overview-types.ts';
import {
  changeWords,
  epochWords,
  isActive,
  reasonWords,
  requesterWords,
  runDuration,
  taskWords,
  toneOf,
} from '../run-words.ts';

type RunRowProps = { run: RunView; index: number; height: number; now: string };

/** One run in a line; drawn anew only when it, or what it is counted from, changes. */
export const RunRow = memo(function RunRow({ run, index, height, now }: RunRowProps) {
  const language = useLanguage();
  const { t } = language;
  const duration = runDuration(run, now);
  const started = run.startedAt ?? run.createdAt;
  return (
    <tr aria-rowindex={index + 2} style={{ height }} className="hover:bg-hover">
      <Cell>
        <Link
          href={`/admin/runs/${run.id}`}
          aria-label={t('run.title', { run: run.id })}
          className="text-primary hover:underline"
        >
          {run.id}
        </Link>
      </Cell>
      <Cell className="max-w-44">
        <Link href={`/admin/summaries/${run.summary}`} className="block truncate font-medium hover:underline">
          {run.summary}
        </Link>
        <Aside className="md:hidden">{formatDistance(started, now, language)}</Aside>
      </Cell>
      <Cell>
        <Badge tone={toneOf(run.state)}>{t(`state.${run.state}`)}</Badge>
        {isActive(run) && run.unitsTotal !== null && (
          <span className="ml-2 text-xs text-muted-foreground">
            {t('allRuns.of', { done: run.unitsDone, total: run.unitsTotal })}
          </span>
        )}
      </Cell>
      <Cell className="max-w-60 max-md:hidden">
        <p className="truncate">{taskWords(run, language)}</p>
        {run.range && <Aside>{formatDayRange(run.range.from, addDays(run.range.to, -1), language)}</Aside>}
      </Cell>
      <Cell className="max-w-60 max-lg:hidden">
        <p className="truncate">{requesterWords(run.requestedBy, language)}</p>
        {run.reason && <Aside>{reasonWords(run.reason, language)}</Aside>}
      </Cell>
      <Cell className="max-md:hidden">
        <time dateTime={started} title={`${formatInstant(started, 'UTC', language)} UTC`}>
          {formatDistance(started, now, language)}
        </time>
      </Cell>
      <Cell className="text-right max-md:hidden">
        {duration === null ? nothing : formatDuration(duration, language)}
      </Cell>
      <Cell className="text-right max-lg:hidden">{changeWords(run, language)}</Cell>
      <Cell className="text-right max-lg:hidden">{epochWords(run.epochs)}</Cell>
    </tr>
  );
});

function Cell({ className, children }: { className?: string; children: ReactNode }) {
  return <td className={cn('border-b border-border/60 px-3 whitespace-nowrap', className)}>{children}</td>;
}

function Aside({ className, children }: { className?: string; children: ReactNode }) {
  return <p className={cn('truncate text-xs text-muted-foreground', className)}>{children}</p>;
}
