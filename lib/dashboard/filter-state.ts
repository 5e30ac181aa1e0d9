import { fits } from '#lib/compile/tile-values.ts';
import type { DashboardDefinition } from '#lib/definition/dashboard.ts';
import { type DateRange, dateRangeText, parseDateRange } from '#lib/definition/date-range.ts';
import type { ChoiceFilter, DateRangeFilter } from '#lib/definition/filters.ts';
import type { GrainColumn } from '#lib/definition/grain.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { choiceId, choiceOfId, choiceText, everyChoice, idsOfText } from '#lib/query/choice-id.ts';
import { titleOf } from '#lib/query/title.ts';
import { rangeMessage } from './range-message.ts';

/** What the URL says of one filter, read. `problem` says what could not be read and what is used instead. */
export type FilterState = { name: string; label: string; text: string; problem: Message | null } & (
  | { kind: 'date-range'; filter: DateRangeFilter; range: DateRange; default: string }
  | { kind: 'choice'; filter: ChoiceFilter; values: (string | null)[]; default: string }
);

/** More than this is no choice a person made, and no URL a proxy lets through. */
const longestText = 8_000;
const mostValues = 1_000;

/**
 * Reads the filters of a dashboard from URL text. Nothing it is given makes it fail: what it does not understand becomes a
 * sentence, and the filter's default is used where it can be seen.
 */
export function filterStates(
  dashboard: DashboardDefinition,
  given: Readonly<Record<string, string>>,
): { states: FilterState[]; notes: Message[] } {
  const states = Object.entries(dashboard.filters).map(([name, filter]): FilterState => {
    const text = Object.hasOwn(given, name) ? (given[name] ?? '') : '';
    const label = filter.label ?? titleOf(name);
    return filter.kind === 'date-range'
      ? rangeState(name, label, filter, text)
      : choiceState(name, label, filter, text);
  });
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(dashboard.filters, name));
  if (unknown.length === 0) return { states, notes: [] };
  const known = Object.keys(dashboard.filters).join(', ');
  const shown = unknown.slice(0, 3).map((name) => `"${shortened(name)}"`);
  const names = shown.join(', ');
  return {
    states,
    notes: [known ? message('problem.unknownFilter', { names, known }) : message('problem.noFilters', { names })],
  };
}

function rangeState(name: string, label: string, filter: DateRangeFilter, text: string): FilterState {
  const initial = parseDateRange(filter.default);
  if (!initial) throw new Error(`The default of the filter ${name} is no date range: ${filter.default}.`);
  const common = { name, label, text, kind: 'date-range' as const, filter, default: dateRangeText(initial) };
  if (text === '') return { ...common, range: initial, problem: null };
  const range = text.length > 100 ? null : parseDateRange(text);
  if (range && sensible(range)) return { ...common, range, problem: null };
  const problem = message(range ? 'problem.rangeYears' : 'problem.range', {
    filter: label,
    text: shortened(text),
    shown: { message: rangeMessage(initial) },
  });
  return { ...common, range: initial, problem };
}

/** Beyond these years a day has no four-digit neighbours to compare it with. */
function sensible(range: DateRange): boolean {
  return range.kind !== 'between' || (range.from >= '1000' && range.to < '3000');
}

function choiceState(name: string, label: string, filter: ChoiceFilter, text: string): FilterState {
  const initial = [...filter.default];
  const common = { name, label, text, kind: 'choice' as const, filter, default: choiceText(initial.map(choiceId)) };
  if (text === '') return { ...common, values: initial, problem: null };
  if (text === everyChoice) return { ...common, values: [], problem: null };
  const shown = initial.length === 0 ? { message: message('problem.everything') } : initial.join(', ');
  const ids = text.length > longestText ? null : idsOfText(text);
  if (!ids || ids.length > mostValues) {
    const problem = message('problem.choice', { filter: label, text: shortened(text), shown, most: mostValues });
    return { ...common, values: initial, problem };
  }
  const type = typeOf(filter.summary.grain[filter.column]);
  const read = ids.map((id) => ({ id, value: choiceOfId(id) }));
  const wrong = read.find(({ value }) => value === undefined || (value !== null && !fits(type, value)));
  if (wrong) {
    const problem = message('problem.choiceType', { filter: label, text: shortened(wrong.id), shown });
    return { ...common, values: initial, problem };
  }
  return { ...common, values: read.map(({ value }) => value ?? null), problem: null };
}

/** The type values of a dimension have at least the shape of; the stored type may be narrower. */
function typeOf(column: GrainColumn | undefined): string {
  if (column?.kind === 'integer') return 'bigint';
  if (column?.kind === 'time') return column.bucket === 'hour' ? 'timestamp' : 'date';
  return column?.kind ?? 'text';
}

function shortened(text: string): string {
  const line = text.replaceAll(/\p{Cc}/gu, '\uFFFD');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
