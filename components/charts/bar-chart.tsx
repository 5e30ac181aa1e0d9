'use client';

import { useRef } from 'react';
import { Bar, BarChart as Recharts } from 'recharts';
import { formatShort } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { topEntries } from './plot-rows.ts';
import { chartSentence } from './sentence.ts';
import type { ChartPicture } from './series.ts';
import { textWidth } from './ticks.ts';
import { useSize } from './use-size.ts';

type BarChartProps = { title: string; picture: ChartPicture; stacked: boolean; note?: string };

/** Columns over time; over anything else bars that lie, so that names have room. */
export function BarChart(props: BarChartProps) {
  return props.picture.axis.kind === 'time' ? <Columns {...props} /> : <LyingBars {...props} />;
}

function Columns({ title, picture, stacked, note }: BarChartProps) {
  const language = useLanguage();
  const layered = stacked && picture.series.length > 1;
  return (
    <ChartFrame title={title} picture={picture} kind="column" stacked={layered} note={note}>
      {(plot) => (
        <Recharts
          {...plot.chart}
          stackOffset="sign"
          barCategoryGap={picture.axis.values.length > 60 ? 1 : '18%'}
          barGap={1}
          aria-label={chartSentence(title, picture, language)}
        >
          {plot.furniture}
          {plot.series.flatMap(({ series, key, partialKey, colour, hatch }) => [
            <Bar
              key={key}
              dataKey={key}
              stackId={layered ? 'all' : key}
              fill={series.before ? 'var(--color-border)' : colour}
              maxBarSize={56}
              isAnimationActive={false}
            />,
            <Bar
              key={partialKey}
              dataKey={partialKey}
              stackId={layered ? 'all' : key}
              fill={hatch}
              maxBarSize={56}
              isAnimationActive={false}
            />,
          ])}
        </Recharts>
      )}
    </ChartFrame>
  );
}

/** Height of a bar with its gap: at least so much that its name is legible, at most so much that few bars stay together. */
const barRoom = 24;
const mostRoom = 60;

function LyingBars({ title, picture, stacked, note }: BarChartProps) {
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const layered = stacked && picture.series.length > 1;
  const perEntry = layered ? 1 : Math.max(1, picture.series.length * 0.7);
  const total = picture.axis.values.length;
  const legend = picture.split || picture.series.length > 1 ? 32 : 0;
  const fits = Math.max(1, Math.floor(((size?.height ?? 240) - legend - 24) / (barRoom * perEntry)));
  const top = topEntries(picture, fits);
  const only = top.series.length === 1 ? top.series[0] : undefined;
  const valueLabel = (index: number) => (only ? formatShort(only.points[index], only, 9, language) : '');
  const endRoom = only ? Math.ceil(Math.max(0, ...only.points.map((_, index) => textWidth(valueLabel(index))))) : 0;
  const cut = fits < total ? language.t('chart.largestBars', { most: fits, count: total }) : undefined;
  return (
    <div ref={box} className="h-full min-h-0">
      {size && (
        <div className="h-full" style={{ maxHeight: legend + 32 + top.axis.values.length * perEntry * mostRoom }}>
          <ChartFrame title={title} picture={top} kind="bar" stacked={layered} endRoom={endRoom} note={note ?? cut}>
            {(plot) => (
              <Recharts
                {...plot.chart}
                layout="vertical"
                stackOffset="sign"
                barCategoryGap="22%"
                barGap={1}
                aria-label={chartSentence(title, picture, language)}
              >
                {plot.furniture}
                {plot.series.map(({ series, key, colour }) => (
                  <Bar
                    key={key}
                    dataKey={key}
                    stackId={layered ? 'all' : undefined}
                    fill={series.before ? 'var(--color-border)' : colour}
                    maxBarSize={30}
                    isAnimationActive={false}
                    label={
                      only
                        ? ({ x, y, width, height, index }) => (
                            <EndLabel
                              x={Number(x) + Math.max(0, Number(width))}
                              y={Number(y) + Number(height) / 2}
                              text={valueLabel(Number(index))}
                            />
                          )
                        : undefined
                    }
                  />
                ))}
              </Recharts>
            )}
          </ChartFrame>
        </div>
      )}
    </div>
  );
}

function EndLabel({ x, y, text }: { x: number; y: number; text: string }) {
  return (
    <text x={x + 5} y={y} dy="0.35em" fontSize={11} fill="var(--color-axis)">
      {text}
    </text>
  );
}
