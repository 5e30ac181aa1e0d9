'use client';

import { Line, LineChart as Recharts } from 'recharts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { ChartFrame, type Plot } from './chart-frame.tsx';
import { isLonePoint } from './plot-rows.ts';
import { chartSentence } from './sentence.ts';
import type { ChartPicture } from './series.ts';

type LineChartProps = { title: string; picture: ChartPicture; note?: string };

export function LineChart({ title, picture, note }: LineChartProps) {
  const language = useLanguage();
  return (
    <ChartFrame title={title} picture={picture} kind="line" stacked={false} note={note}>
      {(plot) => (
        <Recharts {...plot.chart} aria-label={chartSentence(title, picture, language)}>
          {plot.furniture}
          {plot.series.map(({ series, key, colour }) => (
            <Line
              key={key}
              dataKey={key}
              stroke={series.before ? 'var(--color-axis)' : colour}
              strokeWidth={series.before ? 1.25 : 2}
              strokeDasharray={series.before ? '2 3' : undefined}
              dot={lonePoints(plot, key, colour)}
              activeDot={series.before ? false : { r: 3.5, strokeWidth: 0, fill: colour }}
              type="linear"
              isAnimationActive={false}
            />
          ))}
          {plot.series.map(({ series, partialKey, colour }) =>
            series.before ? null : (
              <Line
                key={partialKey}
                dataKey={partialKey}
                stroke={colour}
                strokeWidth={2}
                strokeDasharray="4 4"
                dot={lonePoints(plot, partialKey, colour)}
                activeDot={{ r: 3.5, strokeWidth: 0, fill: colour }}
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

/** Draws a dot only where the line would not be seen. */
function lonePoints(plot: Plot, key: string, colour: string) {
  const lone = new Set(plot.rows.flatMap((_, index) => (isLonePoint(plot.rows, key, index) ? [index] : [])));
  if (lone.size === 0) return false;
  return ({ index, cx, cy }: { index?: number; cx?: number; cy?: number }) =>
    index !== undefined && lone.has(index) ? (
      <circle key={index} cx={cx} cy={cy} r={3} fill={colour} />
    ) : (
      <g key={index} />
    );
}
