import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { SampleRow } from '#lib/refresh/quarantine/quarantine-types.ts';

type SampleTableProps = { label: string; columns: string[]; sample: SampleRow[]; language: Language };

/** Rows that only one side has, as they are stored: those served now beside those of the build. */
export function SampleTable({ label, columns, sample, language }: SampleTableProps) {
  const { t } = language;
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>
            <span className="sr-only">{t('quarantine.side')}</span>
          </Th>
          {columns.map((column) => (
            <Th key={column} className="font-mono">
              {column}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sample.map(({ side, values }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no key, and the list never changes.
          <tr key={index} className="last:*:border-0">
            <Td className="whitespace-nowrap">
              <Badge tone={side === 'served' ? 'neutral' : 'info'} className="-my-0.5">
                {t(`quarantine.${side}`)}
              </Badge>
            </Td>
            <StoredValues columns={columns} values={values} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The cells of a row as texts; null is written as SQL writes it, for an empty text is something else. */
export function StoredValues({ columns, values }: { columns: string[]; values: (string | null)[] }) {
  return columns.map((column, index) => {
    const value = values[index] ?? null;
    return (
      <Td key={column} className={cn('font-mono text-xs whitespace-nowrap', value === null && 'text-muted-foreground')}>
        {value ?? 'null'}
      </Td>
    );
  });
}
