import { seriesColour } from './series.ts';

/** The striped fills of what is not complete yet, one for each colour. */
export function Hatches({ id, count }: { id: string; count: number }) {
  return (
    <defs>
      {Array.from({ length: count }, (_, index) => (
        <pattern
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the colour.
          key={index}
          id={`${id}-${index}`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={6} height={6} fill={seriesColour(index)} opacity={0.18} />
          <rect width={2.5} height={6} fill={seriesColour(index)} opacity={0.75} />
        </pattern>
      ))}
    </defs>
  );
}
