import { type ChartSeries, seriesColour } from './series.ts';

/** The striped fills of what is not complete yet, one for each series. */
export function Hatches({ id, series }: { id: string; series: readonly ChartSeries[] }) {
  return (
    <defs>
      {series.map((one, index) => (
        <pattern
          key={one.key}
          id={`${id}-${index}`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={6} height={6} fill={seriesColour(one, index)} opacity={0.18} />
          <rect width={2.5} height={6} fill={seriesColour(one, index)} opacity={0.75} />
        </pattern>
      ))}
    </defs>
  );
}
