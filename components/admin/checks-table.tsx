import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { CheckView } from '#lib/refresh/quarantine/quarantine-types.ts';

/** What each check measured, those that did not pass first. */
export function ChecksTable({ checks }: { checks: readonly CheckView[] }) {
  const { t } = useLanguage();
  const sorted = [...checks].sort((a, b) => Number(a.passed) - Number(b.passed));
  return (
    <Table label={t('run.checks')}>
      <thead>
        <tr>
          <Th>{t('run.check')}</Th>
          <Th>{t('run.result')}</Th>
          <Th>{t('run.measured')}</Th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((check) => (
          <tr key={`${check.summary} ${check.check}`} className="last:*:border-0">
            <Td>
              <span className="font-medium">{check.check}</span>
              <p className="text-xs text-muted-foreground">{check.summary}</p>
            </Td>
            <Td>
              {check.passed ? (
                <Badge tone="success">{t('run.checkPassed')}</Badge>
              ) : check.severity === 'warn' ? (
                <Badge tone="warning">{t('run.checkWarns')}</Badge>
              ) : (
                <Badge tone="destructive">{t('run.checkBlocks')}</Badge>
              )}
            </Td>
            <Td>
              {check.measured}
              {!check.passed && check.text && <p className="max-w-md text-xs text-muted-foreground">{check.text}</p>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
