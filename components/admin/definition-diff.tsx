import type { ReactNode } from 'react';
import { formatCount, formatNumber, nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Card } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { DefinitionDiff } from '#lib/refresh/quarantine/quarantine-types.ts';

/** How a summary of a new definition differs from what served before it: columns, rows, totals, and some rows of either side. */
export function DefinitionDiffView({ diff }: { diff: DefinitionDiff }) {
  const language = useLanguage();
  const { t } = language;
  const count = (rows: string | null) => (rows === null ? nothing : formatCount(rows, language));
  return (
    <Card className="flex flex-col gap-3 p-4">
      <h3 className="font-medium">{t('definition.changed', { summary: diff.summary })}</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {diff.added.length > 0 && <Fact name={t('definition.added')}>{diff.added.join(', ')}</Fact>}
        {diff.removed.length > 0 && <Fact name={t('definition.removed')}>{diff.removed.join(', ')}</Fact>}
        {diff.retyped.map(({ column, before, after }) => (
          <Fact key={column} name={column}>
            {before} → {after}
          </Fact>
        ))}
        {diff.grain && (
          <Fact name={t('definition.grain')}>
            {diff.grain.before.join(', ')} → {diff.grain.after.join(', ')}
          </Fact>
        )}
        {diff.zone && (
          <Fact name={t('definition.zone')}>
            {diff.zone.before} → {diff.zone.after}
          </Fact>
        )}
        <Fact name={t('admin.rows')}>
          {count(diff.rows.before)} → {count(diff.rows.after)}
        </Fact>
        {diff.measures.map(({ name, before, after }) => (
          <Fact key={name} name={name}>
            {formatNumber(before, {}, language)}
            {before === after ? ` (${t('definition.same')})` : ` → ${formatNumber(after, {}, language)}`}
          </Fact>
        ))}
      </dl>
      {diff.sample.length > 0 && (
        <Table label={t('definition.sample')}>
          <thead>
            <tr>
              <Th>{t('definition.side')}</Th>
              {diff.columns.map((column) => (
                <Th key={column}>{column}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {diff.sample.map(({ side, values }) => (
              <tr key={`${side} ${values.join(' ')}`} className="last:*:border-0">
                <Td className={cn(side === 'built' ? 'text-success' : 'text-destructive')}>
                  {t(`definition.${side}`)}
                </Td>
                {diff.columns.map((column, place) => (
                  <Td key={column} className="whitespace-nowrap">
                    {values[place] ?? nothing}
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
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
