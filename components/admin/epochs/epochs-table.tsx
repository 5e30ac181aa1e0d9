import Link from 'next/link';
import { reasonWords, requesterWords } from '#components/admin/run-words.ts';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { EpochView } from '#lib/refresh/restatement/restatement-types.ts';
import { daysWords, kindWords, rowsWords } from './epoch-words.ts';

type EpochsTableProps = {
  epochs: EpochView[];
  /** The zone of each summary, by its name. */
  zones: Record<string, string>;
  now: string;
  language: Language;
};

/** Publishes, the newest first: what changed, by whom and why. */
export function EpochsTable({ epochs, zones, now, language }: EpochsTableProps) {
  const { t } = language;
  return (
    <Table label={t('epochs.title')}>
      <thead>
        <tr>
          <Th>{t('epochs.epoch')}</Th>
          <Th>{t('epochs.summaries')}</Th>
          <Th className="max-md:hidden">{t('epochs.days')}</Th>
          <Th className="text-right max-sm:hidden">{t('epochs.rows')}</Th>
          <Th className="max-lg:hidden">{t('epochs.by')}</Th>
          <Th className="max-lg:hidden">{t('epochs.run')}</Th>
        </tr>
      </thead>
      <tbody>
        {epochs.map((epoch) => {
          const zone = zones[epoch.summaries[0]?.summary ?? ''] ?? 'UTC';
          return (
            <tr key={epoch.epoch} className="last:*:border-0">
              <Td className="whitespace-nowrap">
                <Link href={`/admin/epochs/${epoch.epoch}`} className="font-medium text-primary hover:underline">
                  {epoch.epoch}
                </Link>
                <p
                  className="text-xs text-muted-foreground"
                  title={t('runs.momentIn', { moment: formatInstant(epoch.at, zone, language), zone })}
                >
                  {formatDistance(epoch.at, now, language)}
                </p>
                {epoch.kind !== 'incremental' && (
                  <Badge tone={epoch.kind === 'roll back' ? 'warning' : 'neutral'} className="mt-1">
                    {kindWords(epoch.kind, language)}
                  </Badge>
                )}
              </Td>
              <Td>
                <ul>
                  {epoch.summaries.map(({ summary, range, opened, closed }) => (
                    <li key={summary}>
                      <span title={summary} className="break-all md:block md:max-w-80 md:truncate">
                        {summary}
                      </span>
                      <span className="block text-xs text-muted-foreground md:hidden">
                        {daysWords(range, language)}
                      </span>
                      <span className="block text-xs text-muted-foreground sm:hidden">
                        {rowsWords({ opened, closed }, language)}
                      </span>
                    </li>
                  ))}
                </ul>
                {!epoch.readable && <Badge className="mt-1">{t('epochs.recordOnly')}</Badge>}
              </Td>
              <Td className="max-md:hidden">
                <ul>
                  {epoch.summaries.map(({ summary, range }) => (
                    <li key={summary} className="whitespace-nowrap">
                      {daysWords(range, language)}
                    </li>
                  ))}
                </ul>
              </Td>
              <Td className="text-right max-sm:hidden">
                <ul>
                  {epoch.summaries.map(({ summary, opened, closed }) => (
                    <li key={summary} className="whitespace-nowrap">
                      {rowsWords({ opened, closed }, language)}
                    </li>
                  ))}
                </ul>
              </Td>
              <Td className="max-lg:hidden">
                <span className="break-all">{requesterWords(epoch.who, language)}</span>
                {epoch.reason && (
                  <p className="max-w-80 text-xs break-words text-muted-foreground">
                    {reasonWords(epoch.reason, language)}
                  </p>
                )}
              </Td>
              <Td className="max-lg:hidden">
                <Link href={`/admin/runs/${epoch.run}`} className="hover:underline">
                  {epoch.run}
                </Link>
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
