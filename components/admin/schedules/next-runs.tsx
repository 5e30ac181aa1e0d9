'use client';

import { formatInstant } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useViewerZone } from './use-viewer-zone.ts';

/** Coming runs on the clock of the schedule, and on the viewer's where it is another. */
export function NextRuns({ next, zone }: { next: string[]; zone: string }) {
  const language = useLanguage();
  const { t } = language;
  const own = useViewerZone();
  const both = own !== null && own !== zone;
  if (next.length === 0) return <p className="text-sm text-muted-foreground">{t('schedules.noNext')}</p>;
  return (
    <table className="text-left text-xs">
      <caption className="sr-only">{t('schedules.nextFive')}</caption>
      <thead className="text-muted-foreground">
        <tr>
          <th scope="col" className="pr-6 pb-1 font-medium">
            {zone}
          </th>
          {both && (
            <th scope="col" className="pb-1 font-medium">
              {t('schedules.yourTime', { zone: own })}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {next.map((at) => (
          <tr key={at}>
            <td className="pr-6 whitespace-nowrap">{formatInstant(at, zone, language)}</td>
            {both && <td className="whitespace-nowrap">{formatInstant(at, own, language)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
