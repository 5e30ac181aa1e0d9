import { formatCount } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { countStates, type Partitions } from './strip-partitions.ts';
import { legendOrder, shapeOf, stateFill } from './strip-shapes.ts';

/** How many partitions are in each state; states that none is in are left out. */
export function StripLegend({ partitions }: { partitions: Partitions }) {
  const language = useLanguage();
  const counts = countStates(partitions);
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground">
      {legendOrder.map((state) => {
        const count = counts.get(state);
        return count === undefined ? null : (
          <li key={state} className="flex items-center gap-1.5">
            <svg width={12} height={12} aria-hidden="true">
              <path d={shapeOf(state, { x: 1, y: 1, width: 10, height: 10 })} className={stateFill[state]} />
            </svg>
            {language.t(`partition.${state}`)}
            <span className="font-medium text-foreground">{formatCount(count, language)}</span>
          </li>
        );
      })}
    </ul>
  );
}
