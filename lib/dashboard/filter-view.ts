import { type DateRange, type Days, dateRangeText, resolveDateRange } from '#lib/definition/date-range.ts';
import { choiceId } from './choice-id.ts';
import { choiceOptions } from './choice-options.ts';
import { tileFailure } from './failure.ts';
import type { FilterState } from './filter-state.ts';
import { type PreparedLoad, resolved } from './prepare.ts';
import { scopeFor } from './scope.ts';
import type { FilterView } from './tile-result.ts';

const presets: { label: string; range: DateRange }[] = [
  { label: 'Last 7 days', range: { kind: 'last', count: 7, unit: 'days' } },
  { label: 'Last 28 days', range: { kind: 'last', count: 28, unit: 'days' } },
  { label: 'Last 90 days', range: { kind: 'last', count: 90, unit: 'days' } },
  { label: 'Month to date', range: { kind: 'to-date', unit: 'month' } },
  { label: 'Quarter to date', range: { kind: 'to-date', unit: 'quarter' } },
  { label: 'Year to date', range: { kind: 'to-date', unit: 'year' } },
  { label: 'Last 12 months', range: { kind: 'last', count: 12, unit: 'months' } },
  { label: 'All', range: { kind: 'all' } },
];

/** A filter as the page shows it, with the days or the values there are to choose from. */
export async function filterView(state: FilterState, prepared: PreparedLoad): Promise<FilterView> {
  return state.kind === 'date-range' ? rangeView(state, prepared.page) : choiceView(state, prepared);
}

function rangeView(state: Extract<FilterState, { kind: 'date-range' }>, page: Days | null): FilterView {
  return {
    ...common(state, state.problem),
    kind: 'date-range',
    default: state.default,
    resolved: resolved(state, page),
    available: page,
    presets: page
      ? presets.map(({ label, range }) => ({ label, value: dateRangeText(range), ...resolveDateRange(range, page) }))
      : [],
  };
}

async function choiceView(
  state: Extract<FilterState, { kind: 'choice' }>,
  { pinned, viewer, warehouse }: PreparedLoad,
): Promise<FilterView> {
  const { summary, column } = state.filter;
  const selected = state.values.map(choiceId);
  const view = { kind: 'choice' as const, default: state.default, selected };
  const generation = pinned.generations.get(summary.name);
  if (!generation) return { ...common(state, state.problem), ...view, options: [], truncated: false };
  try {
    const scope = scopeFor(viewer, summary);
    const found = await choiceOptions(warehouse.pages, warehouse.schema, pinned.incarnation, generation, column, scope);
    const known = new Set(found.options.map((option) => option.value));
    const missing = found.truncated ? [] : selected.filter((id) => !known.has(id));
    const unknown =
      missing.length > 0
        ? `No row of ${summary.name} that you may see has ${column} ${quoted(missing)} at this epoch.`
        : null;
    return { ...common(state, state.problem ?? unknown), ...view, ...found };
  } catch (error) {
    // Without its list a filter still shows what is chosen, and the tiles have their numbers.
    const problem = `The values to choose from could not be read. ${tileFailure(`filter ${state.name}`, error).message}`;
    return { ...common(state, problem), ...view, options: [], truncated: false };
  }
}

function common(state: FilterState, problem: string | null) {
  return { name: state.name, label: state.label, value: state.text, ...(problem === null ? {} : { problem }) };
}

function quoted(ids: readonly string[]): string {
  const shown = ids
    .slice(0, 3)
    .map((id) => `"${id.slice(0, 60)}"`)
    .join(' or ');
  return ids.length > 3 ? `${shown} or ${ids.length - 3} more` : shown;
}
