import { type AnySummary, definitionOf, type Summary, type SummaryDefinition } from './summary.ts';

export type DateRangeFilter = {
  readonly kind: 'date-range';
  readonly label: string | null;
  readonly default: string;
};
export type ChoiceFilter = {
  readonly kind: 'choice';
  readonly label: string | null;
  readonly summary: SummaryDefinition;
  readonly column: string;
  readonly default: readonly string[];
};
export type Filter = DateRangeFilter | ChoiceFilter;

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';
type Relative = `last ${number} ${Unit | `${Unit}s`}` | `${Exclude<Unit, 'day'>} to date`;

/** A span of days in words: what `dateRange` takes, and with hyphens for spaces, what links hold. */
export type DateRangeText =
  | Relative
  | `${Relative} until now`
  | 'all'
  | `${number}-${number}-${number}..${number}-${number}-${number}`;

/**
 * A span of days that limits every tile by its time column: `dateRange('last 28 days')`, `dateRange('month to date')`,
 * `dateRange('2001-01-01..2001-06-30')` with both days included. Relative ranges end with
 * the last complete day, or today: `dateRange('last 7 days until now')`, whose last day is drawn as partial.
 */
export function dateRange(initial: DateRangeText, options: { label?: string } = {}): DateRangeFilter {
  return { kind: 'date-range', label: options.label ?? null, default: initial };
}

/** Values of a dimension; it limits every tile whose summary has a dimension of that name. */
export function choice<G, M>(
  summary: Summary<G, M>,
  column: keyof G & string,
  options: { label?: string; default?: readonly string[] } = {},
): ChoiceFilter {
  return {
    kind: 'choice',
    label: options.label ?? null,
    summary: definitionOf(summary as AnySummary),
    column,
    default: options.default ?? [],
  };
}
