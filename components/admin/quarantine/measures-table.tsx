import { differenceWords } from '#components/admin/epochs/epoch-words.ts';
import type { MeasureStyles } from '#components/admin/epochs/types.ts';
import { formatNumber, nothing } from '#components/format/number.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { Language } from '#lib/i18n/language.ts';

type MeasuresTableProps = {
  label: string;
  measures: { name: string; before: string | null; after: string | null }[];
  styles: MeasureStyles;
  language: Language;
};

/** Totals of each measure: what is served, what was built, and the difference. */
export function MeasuresTable({ label, measures, styles, language }: MeasuresTableProps) {
  const { t } = language;
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{t('quarantine.measure')}</Th>
          <Th className="text-right">{t('quarantine.served')}</Th>
          <Th className="text-right">{t('quarantine.built')}</Th>
          <Th className="text-right">{t('quarantine.difference')}</Th>
        </tr>
      </thead>
      <tbody>
        {measures.map(({ name, before, after }) => {
          const style = styles[name] ?? { label: name };
          return (
            <tr key={name} className="last:*:border-0">
              <Td>{style.label}</Td>
              <Td className="text-right whitespace-nowrap">{formatNumber(before, style, language)}</Td>
              <Td className="text-right whitespace-nowrap">{formatNumber(after, style, language)}</Td>
              <Td className="text-right whitespace-nowrap">
                {differenceWords({ before, after }, style, language) ?? nothing}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
