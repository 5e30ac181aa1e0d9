import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import { formatDayRange } from '#components/format/date.ts';
import { formatNumber, formatShort } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import type { TileData } from '#lib/query/result.ts';
import { changeSince } from './comparison.ts';

/** Up to this many characters a number is shown to its last digit. */
const longest = 12;

const arrows = { up: ArrowUp, down: ArrowDown, same: Equal, unknown: Equal };
/** Whether more is better depends on the measure, so neither way is green or red. */
const tones = {
  up: 'bg-primary-soft text-primary',
  down: 'bg-warning-soft text-warning',
  same: 'bg-muted text-muted-foreground',
  unknown: 'bg-muted text-muted-foreground',
};

export function NumberTile({ result }: { result: TileData }) {
  const language = useLanguage();
  const index = result.columns.findIndex((column) => column.role === 'measure');
  const column = result.columns[index];
  if (!column) return null;
  const value = result.values[index]?.[0] ?? null;
  const exact = formatNumber(value, column, language);
  const { comparison } = result;
  const change =
    comparison && changeSince(value, comparison.values[index]?.[0] ?? null, comparison.label, column, language);
  const Arrow = change && arrows[change.direction];
  return (
    <div className={cn('flex h-full flex-col justify-end gap-1.5', change ? 'pb-1.5' : 'pb-5')}>
      <p className="shrink-0 truncate text-2xl font-semibold tracking-tight" title={exact}>
        {exact.length <= longest ? (
          exact
        ) : (
          <>
            <span aria-hidden="true">{formatShort(value, column, longest, language)}</span>
            <span className="sr-only">{exact}</span>
          </>
        )}
      </p>
      {change && Arrow && (
        <p
          className="flex min-h-5 min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-muted-foreground"
          title={`${change.sentence} ${formatDayRange(comparison.from, comparison.to, language)}`}
        >
          {change.text && (
            <span
              aria-hidden="true"
              className={cn(
                'inline-flex h-5 shrink-0 items-center gap-0.5 rounded-full px-1.5 font-medium',
                tones[change.direction],
              )}
            >
              <Arrow className="size-3" />
              {change.text}
            </span>
          )}
          <span aria-hidden="true" className="max-w-full truncate">
            {change.before}
          </span>
          <span className="sr-only">{change.sentence}</span>
        </p>
      )}
    </div>
  );
}
