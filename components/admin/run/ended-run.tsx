import Link from 'next/link';
import { formatDuration } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import type { RunView } from '#lib/refresh/view/overview-types.ts';
import { changeWords, runDuration, toneOf } from '../run-words.ts';

/** What became of a run that was watched to its end: what it changed, and where that can be read. */
export function EndedRun({ run, now }: { run: RunView; now: string }) {
  const language = useLanguage();
  const { t } = language;
  const took = runDuration(run, now);
  return (
    <Card className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-3 text-sm">
      <Badge tone={toneOf(run.state)}>{t(`state.${run.state}`)}</Badge>
      <Link href={`/admin/runs/${run.id}`} className="font-medium hover:underline">
        {t('run.title', { run: run.id })}
      </Link>
      <span className="text-muted-foreground">
        {t('run.changedRows', { rows: changeWords(run, language) })}
        {took !== null && ` · ${formatDuration(took, language)}`}
      </span>
      {run.epochs && (
        <Link href={`/admin/epochs/${run.epochs.to}`} className="text-primary hover:underline">
          {t('run.whatChanged', { epoch: String(run.epochs.to) })}
        </Link>
      )}
      {run.error && <p className="w-full text-xs text-destructive">{run.error}</p>}
    </Card>
  );
}
