import { formatBucket, nextBucket } from '#components/format/date.ts';
import { formatNumber } from '#components/format/number.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Language } from '#lib/i18n/language.ts';
import { say } from '#lib/i18n/message.ts';
import type { RestatedSummary } from '#lib/refresh/restatement/restatement-types.ts';
import { daysWords, differenceWords, rowsWords } from './epoch-words.ts';
import type { MeasureStyle, MeasureStyles } from './types.ts';

type RestatedTableProps = { change: RestatedSummary; styles: MeasureStyles; language: Language };

/** Each partition that changed: every measure before and after, as totals over the whole partition. */
export function RestatedTable({ change, styles, language }: RestatedTableProps) {
  const { t } = language;
  const id = `changes-of-${change.summary}`;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2.5">
      <h2 id={id} className="text-base font-semibold break-all">
        {change.summary}
      </h2>
      {change.note && <p className="text-sm text-muted-foreground">{say(change.note, language)}</p>}
      {change.partitions.length > 0 && (
        <Table label={t('epochs.changesOf', { summary: change.summary })}>
          <thead>
            <tr>
              <Th>{t('epochs.partition')}</Th>
              <Th className="text-right">{t('epochs.rows')}</Th>
              {change.measures.map((measure) => (
                <Th key={measure} className="text-right">
                  {styles[measure]?.label ?? measure}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {change.partitions.map(({ partition, opened, closed, measures }) => (
              <tr key={partition ?? 'all'} className="last:*:border-0">
                <Td className="whitespace-nowrap">{partitionWords(partition, change.partitionBy, language)}</Td>
                <Td className="text-right whitespace-nowrap">{rowsWords({ opened, closed }, language)}</Td>
                {change.measures.map((measure, index) => (
                  <Td key={measure} className="text-right whitespace-nowrap">
                    <Change values={measures[index]} style={styles[measure]} language={language} />
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {change.more > 0 && (
        <p className="text-sm text-muted-foreground">{t('epochs.morePartitions', { count: change.more })}</p>
      )}
    </section>
  );
}

const grains: readonly TimeBucket[] = ['day', 'week', 'month', 'quarter', 'year'];

function partitionWords(partition: string | null, by: string | null, language: Language): string {
  if (partition === null) return language.t('epochs.allDays');
  const grain = grains.find((one) => one === by);
  // The day of the week only widens a column of days.
  if (grain === undefined || grain === 'day') {
    return daysWords({ from: partition, to: nextBucket(partition, 'day') }, language);
  }
  return formatBucket(partition, grain, language);
}

type Values = { before: string | null; after: string | null };
type ChangeProps = { values: Values | undefined; style: MeasureStyle | undefined; language: Language };

/** `1,204 → 1,210` with the difference below; one quiet number where nothing changed. */
function Change({ values, style = { label: '' }, language }: ChangeProps) {
  const { before = null, after = null } = values ?? {};
  const number = (value: string | null) => formatNumber(value, style, language);
  // A share may change behind the last digit that is shown.
  if (number(before) === number(after)) return <span className="text-muted-foreground">{number(after)}</span>;
  const difference = differenceWords({ before, after }, style, language);
  return (
    <>
      <span className="text-muted-foreground">
        <span className="sr-only">{language.t('epochs.before')} </span>
        {number(before)}
        <span aria-hidden="true"> → </span>
        <span className="sr-only"> {language.t('epochs.after')} </span>
      </span>
      <span className="font-medium">{number(after)}</span>
      {difference && <p className="text-xs text-muted-foreground">{difference}</p>}
    </>
  );
}
