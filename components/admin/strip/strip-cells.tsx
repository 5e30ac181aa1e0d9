import { memo, useMemo } from 'react';
import { formatBucket } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import type { PartitionStrip } from '#lib/refresh/view/strip-types.ts';
import { boxesAround, type StripLayout } from './strip-layout.ts';
import { type Partitions, partitionsOf, spanOf } from './strip-partitions.ts';
import { stateFill, statePaths } from './strip-shapes.ts';

type StripCellsProps = { layout: StripLayout; partitions: Partitions; below: PartitionStrip[] };

/** Drawn anew only when a state changes: a drag moves what lies around it. */
export const StripCells = memo(function StripCells({ layout, partitions, below }: StripCellsProps) {
  const language = useLanguage();
  const paths = useMemo(() => [...statePaths(layout, partitions.states)], [layout, partitions]);
  return (
    <>
      {layout.rows.map((row) => (
        <text key={row.day} x={0} y={row.y + layout.cell.height - 3} className="fill-muted-foreground text-[11px]">
          {formatBucket(row.day, partitions.by === 'day' ? 'month' : 'year', language)}
        </text>
      ))}
      {paths.map(([state, path]) => (
        <path
          key={state}
          d={path}
          className={cn(stateFill[state], state === 'building' && 'animate-skeleton')}
          data-state={state}
        />
      ))}
      {below.map((strip, place) => (
        <StripBar key={strip.summary} layout={layout} partitions={partitions} strip={strip} place={place} />
      ))}
    </>
  );
});

type StripBarProps = { layout: StripLayout; partitions: Partitions; strip: PartitionStrip; place: number };

/** The wider partitions of a summary made from this one, as lines under the cells they cover. */
function StripBar({ layout, partitions, strip, place }: StripBarProps) {
  const wide = useMemo(() => partitionsOf(strip), [strip]);
  return wide.days.flatMap((day, index) => {
    const state = wide.states[index];
    const span = spanOf(partitions, { from: day, to: wide.days[index + 1] ?? wide.end });
    if (!state || !span) return [];
    return boxesAround(layout, span.first, span.last).map((box) => (
      <rect
        key={`${day} ${box.y}`}
        x={box.x}
        y={box.y + box.height + 2.5 + place * 5}
        width={box.width}
        height={3}
        rx={1.5}
        className={cn(stateFill[state], state === 'building' && 'animate-skeleton')}
      />
    ));
  });
}
