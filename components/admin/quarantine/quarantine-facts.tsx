import Link from 'next/link';
import type { ReactNode } from 'react';
import { daysWords } from '#components/admin/epochs/epoch-words.ts';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { QuarantineView } from '#lib/refresh/quarantine/quarantine-types.ts';
import { toneOfState } from './quarantine-words.ts';

type QuarantineFactsProps = {
  build: QuarantineView;
  zone: string;
  now: string;
  language: Language;
  /** What can be done with the build. */
  action: ReactNode;
};

/** What was kept, when and by which run, and what somebody has decided. */
export function QuarantineFacts({ build, zone, now, language, action }: QuarantineFactsProps) {
  const { t } = language;
  return (
    <Card className="flex flex-wrap items-start gap-x-8 gap-y-4 p-4">
      <dl className="grid min-w-0 flex-1 basis-72 grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact name={t('quarantine.state')}>
          <Badge tone={toneOfState(build.state)}>{t(`quarantine.${build.state}`)}</Badge>
        </Fact>
        <Fact name={t('epochs.days')}>{daysWords(build.range, language)}</Fact>
        <Fact name={t('quarantine.kept')}>
          {formatInstant(build.at, zone, language)}{' '}
          <span className="text-muted-foreground">
            {t('admin.zoneAgo', { zone, ago: formatDistance(build.at, now, language) })}
          </span>
        </Fact>
        <Fact name={t('epochs.run')}>
          <Link href={`/admin/runs/${build.run}`} className="text-primary hover:underline">
            {t('epochs.runOf', { run: build.run })}
          </Link>
        </Fact>
        {build.decidedBy && build.decidedAt && (
          <Fact name={t('quarantine.decided')}>
            {t('quarantine.decidedBy', { who: build.decidedBy, ago: formatDistance(build.decidedAt, now, language) })}
          </Fact>
        )}
        {build.reason && <Fact name={t('epochs.why')}>{build.reason}</Fact>}
      </dl>
      {action}
    </Card>
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
