'use client';

import { Area, AreaChart as Recharts } from 'recharts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { chartSentence } from './sentence.ts';
import type { ChartPicture } from './series.ts';

type AreaChartProps = { title: string; picture: ChartPicture; stacked: boolean; note?: string };

export function AreaChart({ title, picture, stacked, note }: AreaChartProps) {
  const language = useLanguage();
  const layered = stacked && picture.series.length > 1;
  return (
    <ChartFrame title={title} picture={picture} kind="area" stacked={layered} note={note}>
      {(plot) => (
        <Recharts {...plot.chart} aria-label={chartSentence(title, picture, language)}>
          {plot.furniture}
          {plot.series.map(({ series, key, colour }) => (
            <Area
              key={key}
              dataKey={key}
              stackId={layered ? 'complete' : undefined}
              stroke={series.before ? 'var(--color-axis)' : colour}
              strokeWidth={layered ? 1 : 2}
              fill={series.before ? 'none' : colour}
              fillOpacity={layered ? 0.78 : 0.14}
              activeDot={{ r: 3, strokeWidth: 0 }}
              type="linear"
              isAnimationActive={false}
            />
          ))}
          {plot.series.map(({ series, partialKey, colour, hatch }) =>
            series.before ? null : (
              <Area
                key={partialKey}
                dataKey={partialKey}
                stackId={layered ? 'partial' : undefined}
                stroke={colour}
                strokeDasharray="4 4"
                strokeWidth={layered ? 1 : 2}
                fill={hatch}
                fillOpacity={layered ? 1 : 0.5}
                activeDot={{ r: 3, strokeWidth: 0, fill: colour }}
                type="linear"
                isAnimationActive={false}
              />
            ),
          )}
        </Recharts>
      )}
    </ChartFrame>
  );
}
