import { formatNumber, toNumber } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { partialIndex } from './plot-rows.ts';
import { entryName } from './sentence.ts';
import { type ChartPicture, seriesColour } from './series.ts';

const mostLines = 12;

type TooltipProps = { picture: ChartPicture; index: number; hidden: ReadonlySet<string>; sorted: boolean };

/** The exact values at one entry of the axis. */
export function ChartTooltip({ picture, index, hidden, sorted }: TooltipProps) {
  const language = useLanguage();
  const { axis, series } = picture;
  const lines = series.flatMap((one, order) =>
    hidden.has(one.key) ? [] : [{ one, order, value: one.points[index] ?? null }],
  );
  if (sorted) lines.sort((a, b) => (toNumber(b.value) ?? -Infinity) - (toNumber(a.value) ?? -Infinity));
  const more = lines.length - mostLines;
  return (
    <div className="min-w-32 max-w-72 rounded-md border border-border bg-raised px-2.5 py-2 text-xs shadow-raised">
      <p className="pb-1 font-medium text-foreground">{entryName(axis, index, language)}</p>
      <ul className="grid gap-0.5">
        {lines.slice(0, mostLines).map(({ one, order, value }) => (
          <li key={one.key} className="flex items-baseline gap-2">
            <span
              aria-hidden="true"
              className="size-2 shrink-0 self-center rounded-[2px]"
              style={{ background: seriesColour(one, order) }}
            />
            <span className="min-w-0 truncate text-muted-foreground">{one.label}</span>
            <span className="ml-auto pl-3 font-medium whitespace-nowrap text-foreground">
              {formatNumber(value, one, language)}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="pt-1 text-muted-foreground">{language.t('chart.moreInTable', { count: more })}</p>}
      {index >= partialIndex(axis) && <p className="pt-1 text-muted-foreground">{language.t('chart.partial')}</p>}
    </div>
  );
}
