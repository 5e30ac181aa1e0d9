'use client';

import { type ReactElement, useId, useMemo, useRef, useState } from 'react';
import { CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCompact } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import type { Language } from '#lib/i18n/language.ts';
import { ChartLegend } from './chart-legend.tsx';
import { ChartTooltip } from './chart-tooltip.tsx';
import { Hatches } from './hatches.tsx';
import { type PlotRow, plotExtent, plotRows } from './plot-rows.ts';
import { chartSentence, entryName } from './sentence.ts';
import { type ChartPicture, type ChartSeries, seriesColour } from './series.ts';
import { categoryTicks, cutLabel, textWidth, timeTicks, valueScale } from './ticks.ts';
import { type Size, useSize } from './use-size.ts';

/** A series as it is drawn: `key` names its complete part in a row of the plot, `partialKey` the part that is not. */
export type DrawnSeries = { series: ChartSeries; key: string; partialKey: string; colour: string; hatch: string };

export type Plot = {
  size: Size;
  rows: PlotRow[];
  series: DrawnSeries[];
  /** Spread over the chart element: what every kind of chart has alike. */
  chart: {
    width: number;
    height: number;
    data: PlotRow[];
    margin: Record<'top' | 'right' | 'bottom' | 'left', number>;
  };
  /** Grid, axes, tooltip and patterns: children of the chart element. */
  furniture: ReactElement;
};

type FrameProps = {
  title: string;
  picture: ChartPicture;
  kind: 'line' | 'area' | 'column' | 'bar';
  stacked: boolean;
  /** Room kept for what is written beyond the end of a bar. */
  endRoom?: number;
  note?: string;
  children: (plot: Plot) => ReactElement;
};

/** Room for `Nov 2001` and for `2001년 11월` under an axis. */
const timeLabelWidth = { en: 62, ko: 74 };

const tick = { fontSize: 11, fill: 'var(--color-axis)' };

/**
 * Owns size, axes, legend, tooltip and the sentence for people who do not see the picture. Ticks are always named: left to itself
 * recharts measures every label, which takes two seconds for ten thousand points.
 */
export function ChartFrame({ title, picture, kind, stacked, endRoom = 0, note, children }: FrameProps) {
  const plotArea = useRef<HTMLDivElement>(null);
  const language = useLanguage();
  const size = useSize(plotArea);
  const id = useId().replaceAll(/[^\w]/g, '');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setHidden((old) => {
      const next = new Set(old);
      if (!next.delete(key)) next.add(key);
      return next;
    });

  const joined = kind === 'line' || kind === 'area';
  const rows = useMemo(() => plotRows(picture, joined), [picture, joined]);
  const sentence = useMemo(() => chartSentence(title, picture, language), [title, picture, language]);
  const drawn = picture.series.flatMap((series, index) =>
    hidden.has(series.key)
      ? []
      : [
          {
            series,
            key: `s${index}`,
            partialKey: `p${index}`,
            colour: seriesColour(series, index),
            hatch: `url(#${id}-${index})`,
          },
        ],
  );

  return (
    <figure className="flex h-full min-h-0 flex-col">
      {(picture.split || picture.series.length > 1) && (
        <ChartLegend series={picture.series} hidden={hidden} toggle={toggle} />
      )}
      <div ref={plotArea} className="min-h-0 min-w-0 flex-1" data-chart={kind}>
        {size &&
          children({
            size,
            rows,
            series: drawn,
            chart: {
              width: size.width,
              height: size.height,
              data: rows,
              margin: { top: 6, right: 8 + endRoom, bottom: 0, left: 0 },
            },
            furniture: furniture({
              language,
              id,
              picture,
              kind,
              stacked,
              size,
              drawn,
              hidden,
              valueAxis: endRoom === 0,
            }),
          })}
      </div>
      {note && <p className="pt-1 text-xs text-muted-foreground">{note}</p>}
      <figcaption className="sr-only">{sentence}</figcaption>
    </figure>
  );
}

type FurnitureProps = {
  language: Language;
  id: string;
  picture: ChartPicture;
  kind: FrameProps['kind'];
  stacked: boolean;
  size: Size;
  drawn: DrawnSeries[];
  hidden: ReadonlySet<string>;
  valueAxis: boolean;
};

function furniture({
  language,
  id,
  picture,
  kind,
  stacked,
  size,
  drawn,
  hidden,
  valueAxis,
}: FurnitureProps): ReactElement {
  const { axis } = picture;
  const across = kind === 'bar';
  const [low, high] = plotExtent(
    drawn.map((one) => one.series),
    stacked,
  );
  const { ticks: values, domain } = valueScale(
    low,
    high,
    across ? Math.min(5, size.width / 90) : Math.min(5, size.height / 36),
  );
  const units = new Set(picture.series.map((one) => one.unit));
  const style = units.size === 1 ? { unit: picture.series[0]?.unit } : {};
  const valueLabel = (value: number) => formatCompact(value, style, language);
  const valueWidth = Math.ceil(Math.max(...values.map((value) => textWidth(valueLabel(value))))) + 10;
  const numberAxis = {
    type: 'number' as const,
    domain,
    ticks: values,
    interval: 0 as const,
    tickFormatter: valueLabel,
    tick,
    axisLine: false,
    tickLine: false,
    allowDataOverflow: true,
  };

  let entryAxis: ReactElement;
  if (across) {
    const longest = Math.max(0, ...axis.values.map((_, index) => textWidth(entryName(axis, index, language))));
    const width = Math.min(Math.ceil(longest) + 12, Math.floor(size.width * 0.4));
    entryAxis = (
      <YAxis
        type="category"
        dataKey="index"
        width={width}
        interval={0}
        ticks={axis.values.map((_, index) => index)}
        axisLine={{ stroke: 'var(--color-border)' }}
        tickLine={false}
        tick={({ x, y, payload }) => (
          <EntryLabel
            x={Number(x)}
            y={Number(y)}
            width={width - 10}
            label={entryName(axis, Number(payload.value), language)}
          />
        )}
      />
    );
  } else {
    const room = (size.width - valueWidth) / (axis.kind === 'time' ? timeLabelWidth[language.locale] : 76);
    const ticks =
      axis.kind === 'time'
        ? timeTicks(axis.values, axis.grain, room, language, axis.weekStart)
        : categoryTicks(axis.values, room);
    const labels = new Map(ticks.map((one) => [one.index, one.label]));
    const step = (size.width - valueWidth) / Math.max(1, ticks.length);
    const edge = joinedEdge(kind, axis.values.length);
    entryAxis = (
      <XAxis
        dataKey="index"
        height={22}
        interval={0}
        ticks={ticks.map((one) => one.index)}
        tickFormatter={(index: number) => cutLabel(labels.get(index) ?? '', Math.max(step, 56))}
        tick={tick}
        tickMargin={5}
        axisLine={{ stroke: 'var(--color-border)' }}
        tickLine={{ stroke: 'var(--color-border)' }}
        padding={{ left: edge, right: edge }}
      />
    );
  }

  return (
    <>
      <Hatches id={id} series={picture.series} />
      <CartesianGrid stroke="var(--color-grid)" vertical={across && valueAxis} horizontal={!across} />
      {across ? <XAxis {...numberAxis} height={22} hide={!valueAxis} /> : <YAxis {...numberAxis} width={valueWidth} />}
      {entryAxis}
      <Tooltip
        isAnimationActive={false}
        allowEscapeViewBox={{ x: false, y: true }}
        wrapperStyle={{ zIndex: 20, pointerEvents: 'none' }}
        cursor={
          kind === 'line' || kind === 'area'
            ? { stroke: 'var(--color-axis)', strokeDasharray: '3 3' }
            : { fill: 'var(--color-muted)', opacity: 0.7 }
        }
        content={({ active, label }) =>
          active && label !== undefined ? (
            <ChartTooltip picture={picture} index={Number(label)} hidden={hidden} sorted={!stacked} />
          ) : null
        }
      />
    </>
  );
}

const joinedEdge = (kind: FrameProps['kind'], entries: number) => (kind === 'column' || entries < 2 ? 0 : 10);

type EntryLabelProps = { x: number; y: number; width: number; label: string };

function EntryLabel({ x, y, width, label }: EntryLabelProps) {
  return (
    <text x={x - 2} y={y} dy="0.35em" textAnchor="end" fontSize={11.5} fill="var(--color-foreground)">
      <title>{label}</title>
      {cutLabel(label, width)}
    </text>
  );
}
