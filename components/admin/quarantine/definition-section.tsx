import type { ReactNode } from 'react';
import type { MeasureStyles } from '#components/admin/epochs/types.ts';
import { formatCount, nothing } from '#components/format/number.ts';
import { Card } from '#components/ui/card.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { DefinitionDiff } from '#lib/refresh/quarantine/quarantine-types.ts';
import { sameShape } from './differences.ts';
import { MeasuresTable } from './measures-table.tsx';
import { SampleTable } from './sample-table.tsx';

type DefinitionSectionProps = { diff: DefinitionDiff; styles: MeasureStyles; language: Language };

/** How a new definition differs from the one that serves: columns, zone and grain, then totals and rows. */
export function DefinitionSection({ diff, styles, language }: DefinitionSectionProps) {
  const { t } = language;
  const id = `definition-of-${diff.summary}`;
  const rows = (count: string | null) => (count === null ? nothing : formatCount(count, language));
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2.5">
      <h2 id={id} className="text-base font-semibold break-all">
        {t('quarantine.definitionOf', { summary: diff.summary })}
      </h2>
      <Card>
        <dl className="divide-y divide-border/60 text-sm">
          <Fact name={t('quarantine.added')} shown={diff.added.length > 0}>
            <Names names={diff.added} />
          </Fact>
          <Fact name={t('quarantine.removed')} shown={diff.removed.length > 0}>
            <Names names={diff.removed} />
          </Fact>
          <Fact name={t('quarantine.retyped')} shown={diff.retyped.length > 0}>
            {diff.retyped.map(({ column, before, after }) => (
              <p key={column} className="font-mono text-xs">
                {t('quarantine.columnFromTo', { column, before, after })}
              </p>
            ))}
          </Fact>
          <Fact name={t('quarantine.zone')} shown={diff.zone !== null}>
            {t('quarantine.fromTo', { before: diff.zone?.before ?? '', after: diff.zone?.after ?? '' })}
          </Fact>
          <Fact name={t('quarantine.grain')} shown={diff.grain !== null}>
            {t('quarantine.fromTo', {
              before: diff.grain?.before.join(', ') ?? '',
              after: diff.grain?.after.join(', ') ?? '',
            })}
          </Fact>
          <Fact name={t('admin.rows')} shown>
            {t('quarantine.fromTo', { before: rows(diff.rows.before), after: rows(diff.rows.after) })}
          </Fact>
        </dl>
      </Card>
      {sameShape(diff) && <p className="text-sm text-muted-foreground">{t('quarantine.sameShape')}</p>}
      {!diff.compared && <p className="text-sm text-muted-foreground">{t('quarantine.notCompared')}</p>}
      {diff.measures.length > 0 && (
        <MeasuresTable
          label={t('quarantine.totalsOf', { summary: diff.summary })}
          measures={diff.measures}
          styles={styles}
          language={language}
        />
      )}
      {diff.sample.length > 0 && (
        <SampleTable
          label={t('quarantine.sampleOf', { summary: diff.summary })}
          columns={diff.columns}
          sample={diff.sample}
          language={language}
        />
      )}
    </section>
  );
}

function Fact({ name, shown, children }: { name: string; shown: boolean; children: ReactNode }) {
  if (!shown) return null;
  return (
    <div className="flex flex-wrap gap-x-4 px-3.5 py-2">
      <dt className="w-40 shrink-0 text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

const Names = ({ names }: { names: string[] }) => <span className="font-mono text-xs">{names.join(', ')}</span>;
