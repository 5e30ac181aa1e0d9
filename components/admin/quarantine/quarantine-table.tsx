import Link from 'next/link';
import { daysWords } from '#components/admin/epochs/epoch-words.ts';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { QuarantineView } from '#lib/refresh/quarantine/quarantine-types.ts';
import { toneOfState, whyWords } from './quarantine-words.ts';

type QuarantineTableProps = { label: string; builds: QuarantineView[]; now: string; language: Language };

/** Builds that were kept instead of published, each with why. */
export function QuarantineTable({ label, builds, now, language }: QuarantineTableProps) {
  const { t } = language;
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{t('admin.summary')}</Th>
          <Th className="max-md:hidden">{t('quarantine.why')}</Th>
          <Th className="max-sm:hidden">{t('quarantine.kept')}</Th>
          <Th>{t('quarantine.state')}</Th>
        </tr>
      </thead>
      <tbody>
        {builds.map((build) => (
          <tr key={build.id} className="last:*:border-0">
            <Td className="max-w-72">
              <Link
                href={`/admin/quarantine/${build.id}`}
                className="font-medium break-all text-primary hover:underline"
              >
                {build.summary}
              </Link>
              <p className="text-xs text-muted-foreground">{daysWords(build.range, language)}</p>
              <p className="line-clamp-3 pt-1 text-xs break-words md:hidden">{whyWords(build, language)}</p>
            </Td>
            <Td className="max-w-xl break-words max-md:hidden">
              <p className="line-clamp-3">{whyWords(build, language)}</p>
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden" title={`${formatInstant(build.at, 'UTC', language)} UTC`}>
              {formatDistance(build.at, now, language)}
            </Td>
            <Td className="max-w-64">
              <Badge tone={toneOfState(build.state)}>{t(`quarantine.${build.state}`)}</Badge>
              {build.decidedBy && build.decidedAt && (
                <p className="pt-1 text-xs break-words text-muted-foreground">
                  {t('quarantine.decidedBy', {
                    who: build.decidedBy,
                    ago: formatDistance(build.decidedAt, now, language),
                  })}
                </p>
              )}
              {build.reason && <p className="text-xs break-words text-muted-foreground">{build.reason}</p>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
