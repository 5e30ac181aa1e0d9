'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { UnitView } from '#lib/refresh/view/run-types.ts';
import { ChecksTable } from '../quarantine/checks-table.tsx';
import { DefinitionSection } from '../quarantine/definition-section.tsx';
import { blocks } from '../quarantine/quarantine-words.ts';
import { answered, type RunActions } from '../types.ts';

type UnitFindingsProps = { run: string; unit: UnitView; read: RunActions['unit'] };

/** The error, the checks with what they measured, and how a new definition differs from what served before. */
export function UnitFindings({ run, unit, read }: UnitFindingsProps) {
  const language = useLanguage();
  const { t } = language;
  const { data, error } = useQuery({
    queryKey: ['admin-unit', run, unit.unit, unit.state],
    queryFn: () => answered(read({ run, unit: unit.unit })),
    retry: false,
  });
  // What failed checks say stands in their table, in the reader's language.
  const saidByChecks = unit.state === 'quarantined' && !error && (!data || data.checks.some(blocks));
  return (
    <div className="flex flex-col gap-4">
      {unit.error && !saidByChecks && <Banner tone="destructive">{unit.error}</Banner>}
      {unit.quarantine && (
        <Link href={`/admin/quarantine/${unit.quarantine}`} className="w-fit text-sm text-primary underline">
          {t('run.toQuarantine')}
        </Link>
      )}
      {error ? (
        <Banner tone="destructive">{error.message}</Banner>
      ) : data ? (
        <>
          {data.checks.length > 0 ? (
            <ChecksTable checks={data.checks} language={language} />
          ) : (
            <p className="text-sm text-muted-foreground">{t('run.noChecks')}</p>
          )}
          {data.definition.map((diff) => (
            <DefinitionSection key={diff.summary} diff={diff} styles={{}} language={language} />
          ))}
        </>
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </div>
  );
}
