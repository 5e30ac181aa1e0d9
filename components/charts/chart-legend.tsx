import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import { type ChartSeries, seriesColour } from './series.ts';

type LegendProps = { series: ChartSeries[]; hidden: ReadonlySet<string>; toggle: (key: string) => void };

/** Each entry hides and shows its series. */
export function ChartLegend({ series, hidden, toggle }: LegendProps) {
  const { t } = useLanguage();
  return (
    <ul
      className="-mx-1 flex max-h-20 flex-wrap sm:max-h-12 gap-y-0.5 overflow-y-auto pb-1.5"
      aria-label={t('chart.series')}
    >
      {series.map((one, index) => {
        const shown = !hidden.has(one.key);
        return (
          <li key={one.key} className="min-w-0">
            <button
              type="button"
              aria-pressed={shown}
              title={one.label}
              onClick={() => toggle(one.key)}
              className={cn(
                'flex h-6 max-w-44 items-center gap-1.5 rounded px-1.5 text-xs text-muted-foreground hover:bg-hover hover:text-foreground',
                !shown && 'line-through',
              )}
            >
              <span
                aria-hidden="true"
                className={cn('shrink-0 rounded-[2px]', one.before ? 'h-0.5 w-3' : 'size-2.5', !shown && 'opacity-30')}
                style={{ background: seriesColour(one, index) }}
              />
              <span className="truncate">{one.label}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
