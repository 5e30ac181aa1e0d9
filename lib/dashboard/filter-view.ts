import { type DateRange, dateRangeText, resolveDateRange } from '#lib/definition/date-range.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { choiceId } from '#lib/query/choice-id.ts';
import { tileFailure } from '#lib/query/failure.ts';
import { scopeFor } from '#lib/query/scope.ts';
import { choiceOptions } from './choice-options.ts';
import type { FilterView } from './dashboard-load.ts';
import type { FilterState } from './filter-state.ts';
import type { PreparedLoad } from './prepare.ts';

const presets: DateRange[] = [
  { kind: 'last', count: 7, unit: 'days' },
  { kind: 'last', count: 7, unit: 'days', untilNow: true },
  { kind: 'last', count: 28, unit: 'days' },
  { kind: 'last', count: 90, unit: 'days' },
  { kind: 'to-date', unit: 'month' },
  { kind: 'to-date', unit: 'quarter' },
  { kind: 'to-date', unit: 'year' },
  { kind: 'last', count: 12, unit: 'months' },
  { kind: 'all' },
];

/** A filter as the page shows it, with the days or the values there are to choose from. */
export async function filterView(state: FilterState, prepared: PreparedLoad): Promise<FilterView> {
  return state.kind === 'date-range' ? rangeView(state, prepared) : choiceView(state, prepared);
}

function rangeView(state: Extract<FilterState, { kind: 'date-range' }>, { page, ranges }: PreparedLoad): FilterView {
  const preset = (range: DateRange) => ({ value: dateRangeText(range), ...resolveDateRange(range, ranges) });
  return {
    ...common(state, state.problem),
    kind: 'date-range',
    default: state.default,
    resolved: resolveDateRange(state.range, ranges),
    available: page,
    // Until now there may be nothing, as in data of years ago.
    presets: page ? presets.map(preset).filter(({ from }) => from <= page.to) : [],
  };
}

async function choiceView(
  state: Extract<FilterState, { kind: 'choice' }>,
  { pinned, viewer, warehouse, load }: PreparedLoad,
): Promise<FilterView> {
  const { summary, column } = state.filter;
  const selected = state.values.map(choiceId);
  const view = { kind: 'choice' as const, default: state.default, selected };
  const generation = pinned.generations.get(summary.name);
  if (!generation) return { ...common(state, state.problem), ...view, options: [], truncated: false };
  try {
    const asking = { load, pinned, warehouse };
    const found = await choiceOptions(asking, generation, column, scopeFor(viewer, summary));
    const known = new Set(found.options.map((option) => option.value));
    const missing = found.truncated ? [] : selected.filter((id) => !known.has(id));
    const unknown =
      missing.length > 0
        ? message('problem.noRow', { summary: summary.name, column, values: { message: quoted(missing) } })
        : null;
    return { ...common(state, state.problem ?? unknown), ...view, ...found };
  } catch (error) {
    // Without its list a filter still shows what is chosen, and the tiles have their numbers.
    const why = tileFailure(`filter ${state.name}`, error).message;
    const problem = message('problem.options', { why: { message: why } });
    return { ...common(state, problem), ...view, options: [], truncated: false };
  }
}

function common(state: FilterState, problem: Message | null) {
  return { name: state.name, label: state.label, value: state.text, ...(problem === null ? {} : { problem }) };
}

/** `"a"`, `"a" or "b"`, `"a" or "b" or "c" or 4 more`. */
function quoted(ids: readonly string[]): Message {
  const [first, ...others] = ids.slice(0, 3).map((id) => message('problem.plain', { text: `"${id.slice(0, 60)}"` }));
  const shown = others.reduce(
    (before, next) => message('problem.or', { first: { message: before }, second: { message: next } }),
    first ?? message('problem.everything'),
  );
  return ids.length > 3 ? message('problem.orMore', { first: { message: shown }, more: ids.length - 3 }) : shown;
}
