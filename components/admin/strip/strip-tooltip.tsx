import { useQuery } from '@tanstack/react-query';
import { formatBucket, formatInstant } from '#components/format/date.ts';
import { formatCount } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useRested } from '../use-rested.ts';
import type { StripLayout } from './strip-layout.ts';
import type { Partitions } from './strip-partitions.ts';

type StripTooltipProps = {
  layout: StripLayout;
  partitions: Partitions;
  index: number;
  zone: string;
  summary: string;
  rowsOf: (day: string) => Promise<string | null>;
  /** What the drag has chosen so far. */
  selected: string | null;
  /** How far the strip is scrolled. */
  scrolled: number;
};

const width = 232;

/** What is known of the partition that is pointed at. Its rows are counted when the pointer rests. */
export function StripTooltip({
  layout,
  partitions,
  index,
  zone,
  summary,
  rowsOf,
  selected,
  scrolled,
}: StripTooltipProps) {
  const language = useLanguage();
  const { t } = language;
  const cell = layout.at[index];
  const day = partitions.days[index];
  const state = partitions.states[index];
  const build = partitions.builds[index] ?? null;
  const rested = useRested(day ?? null, 150);
  const { data: rows } = useQuery({
    queryKey: ['partition-rows', summary, rested, build?.epoch],
    queryFn: () => rowsOf(rested ?? ''),
    enabled: rested !== null && rested === day && build !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!cell || !day || !state) return null;
  const left = Math.max(0, Math.min(cell.x - width / 2, layout.width - width));
  return (
    <div
      role="presentation"
      className="pointer-events-none absolute z-10 rounded-md border border-border bg-raised px-2.5 py-1.5 text-xs shadow-raised"
      style={{ left, width, top: cell.y - scrolled + layout.cell.height + 8 }}
    >
      <p className="font-medium">{formatBucket(day, partitions.by, language)}</p>
      <p className="text-muted-foreground">
        {t(`partition.${state}`)}
        {build &&
          ` · ${rows === undefined ? '…' : rows === null ? '–' : t('strip.rows', { rows: formatCount(rows, language) })}`}
      </p>
      {build && (
        <p className="text-muted-foreground">
          {t('strip.built', {
            at: formatInstant(build.at, zone, language),
            epoch: String(build.epoch),
            run: build.run,
          })}
        </p>
      )}
      {selected && <p className="mt-1 border-t border-border pt-1 text-primary">{selected}</p>}
    </div>
  );
}
