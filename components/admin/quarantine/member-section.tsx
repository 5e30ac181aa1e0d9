import { rowsWords } from '#components/admin/epochs/epoch-words.ts';
import type { MeasureStyles } from '#components/admin/epochs/types.ts';
import type { Language } from '#lib/i18n/language.ts';
import type { QuarantinedMember } from '#lib/refresh/quarantine/quarantine-types.ts';
import { nothingDiffers } from './differences.ts';
import { MeasuresTable } from './measures-table.tsx';
import { SampleTable } from './sample-table.tsx';

type MemberSectionProps = { member: QuarantinedMember; styles: MeasureStyles; language: Language };

/** How publishing would change one summary. */
export function MemberSection({ member, styles, language }: MemberSectionProps) {
  const { t } = language;
  const { summary, columns, opened, closed, measures, sample } = member;
  const same = nothingDiffers(member);
  const id = `change-of-${summary}`;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2.5">
      <h2 id={id} className="flex flex-wrap items-baseline gap-x-3 text-base font-semibold">
        <span className="break-all">{t('quarantine.wouldChange', { summary })}</span>
        <span className="text-sm font-normal text-muted-foreground">
          {t('rollBack.rows', { rows: rowsWords({ opened, closed }, language) })}
        </span>
      </h2>
      {same && <p className="text-sm text-muted-foreground">{t('quarantine.same')}</p>}
      {!same && measures.length > 0 && (
        <MeasuresTable
          label={t('quarantine.totalsOf', { summary })}
          measures={measures}
          styles={styles}
          language={language}
        />
      )}
      {sample.length > 0 && (
        <SampleTable
          label={t('quarantine.sampleOf', { summary })}
          columns={columns}
          sample={sample}
          language={language}
        />
      )}
    </section>
  );
}
