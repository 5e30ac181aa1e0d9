import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { CheckView } from '#lib/refresh/quarantine/quarantine-types.ts';
import { checkName, failureWords, measuredWords } from './check-words.ts';
import { bySeverity } from './quarantine-words.ts';

/** Every check of a build with what it measured, failures first. */
export function ChecksTable({ checks, language }: { checks: CheckView[]; language: Language }) {
  const { t } = language;
  return (
    <Table label={t('quarantine.checks')}>
      <thead>
        <tr>
          <Th>{t('quarantine.result')}</Th>
          <Th>{t('quarantine.check')}</Th>
          <Th className="max-md:hidden">{t('admin.summary')}</Th>
          <Th className="text-right max-sm:hidden">{t('quarantine.measured')}</Th>
        </tr>
      </thead>
      <tbody>
        {bySeverity(checks).map((check) => (
          <tr key={`${check.summary} ${check.check}`} className="last:*:border-0">
            <Td className="whitespace-nowrap">
              <Result check={check} language={language} />
            </Td>
            <Td>
              <p className="break-words">{checkName(check, language)}</p>
              {!check.passed && (
                <p className="max-w-2xl text-xs break-words text-muted-foreground">{failureWords(check, language)}</p>
              )}
              <p className="pt-0.5 text-xs break-all text-muted-foreground md:hidden">{check.summary}</p>
            </Td>
            <Td className="break-all max-md:hidden">{check.summary}</Td>
            <Td className="text-right break-words max-sm:hidden">{measuredWords(check, language)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Result({ check: { passed, severity }, language: { t } }: { check: CheckView; language: Language }) {
  if (passed) {
    return (
      <Badge tone="success">
        <CircleCheck aria-hidden="true" />
        {t('quarantine.passed')}
      </Badge>
    );
  }
  return severity === 'block' ? (
    <Badge tone="destructive">
      <CircleAlert aria-hidden="true" />
      {t('quarantine.failed')}
    </Badge>
  ) : (
    <Badge tone="warning">
      <TriangleAlert aria-hidden="true" />
      {t('quarantine.warned')}
    </Badge>
  );
}
