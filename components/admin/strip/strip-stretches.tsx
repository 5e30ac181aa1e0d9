import { useMemo } from 'react';
import { addDays, formatDayRange } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import type { PartitionState } from '#lib/refresh/view/strip-types.ts';
import { type Partitions, rangeOf, type Span, stretchesOf } from './strip-partitions.ts';

const most = 10;

/** What needs somebody comes before what the next refresh does by itself; of the same, the newest comes first. */
const order: readonly PartitionState[] = ['failed', 'quarantined', 'held', 'pending', 'missing'];

/** What is not as it should be, in words; each chooses its days. */
export function StripStretches({ partitions, select }: { partitions: Partitions; select: (span: Span) => void }) {
  const language = useLanguage();
  const { t } = language;
  const stretches = useMemo(
    () => stretchesOf(partitions).filter(({ state }) => state !== 'planned' && state !== 'building'),
    [partitions],
  );
  if (stretches.length === 0) return null;
  const shown = stretches
    .toReversed()
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .slice(0, most);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="text-xs text-muted-foreground">{t('strip.choose')}</span>
      {shown.map(({ state, first, last }) => {
        const { from, to } = rangeOf(partitions, { first, last });
        const end = addDays(to, -1);
        return (
          <Button key={`${state} ${first}`} size="xs" onClick={() => select({ first, last })}>
            {t('strip.stretch', {
              state: t(`partition.${state}`),
              days: formatDayRange(from, end, language),
            })}
          </Button>
        );
      })}
      {stretches.length > most && (
        <span className="text-xs text-muted-foreground">{t('strip.more', { count: stretches.length - most })}</span>
      )}
    </div>
  );
}
