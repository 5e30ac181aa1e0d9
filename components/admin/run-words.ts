import { parseDay } from '#components/format/date.ts';
import type { Tone } from '#components/ui/badge.tsx';
import type { RefreshMode, RefreshRange, RunState, RunView } from '#lib/refresh/overview-types.ts';

const states: Record<RunState, { words: string; tone: Tone; active: boolean }> = {
  requested: { words: 'Requested', tone: 'info', active: true },
  queued: { words: 'Queued', tone: 'info', active: true },
  planning: { words: 'Planning', tone: 'info', active: true },
  building: { words: 'Building', tone: 'info', active: true },
  checking: { words: 'Checking', tone: 'info', active: true },
  publishing: { words: 'Publishing', tone: 'info', active: true },
  succeeded: { words: 'Succeeded', tone: 'success', active: false },
  partial: { words: 'Partial', tone: 'warning', active: false },
  failed: { words: 'Failed', tone: 'destructive', active: false },
  cancelled: { words: 'Cancelled', tone: 'neutral', active: false },
  lost: { words: 'Lost, queued again', tone: 'warning', active: true },
};

export const stateOf = (state: RunState) => states[state];
export const isActive = (run: Pick<RunView, 'state'>): boolean => states[run.state].active;

export const modes: { value: RefreshMode; words: string; sentence: string }[] = [
  {
    value: 'due',
    words: 'Due',
    sentence: 'What was never built, failed, was invalidated, or lies inside the look-back.',
  },
  { value: 'missing', words: 'Missing', sentence: 'Only what was never built.' },
  { value: 'failed', words: 'Failed', sentence: 'Only what failed the last time.' },
  { value: 'all', words: 'All', sentence: 'Everything in the range, also what is up to date.' },
];

export const modeWords = (mode: RefreshMode): string => modes.find((one) => one.value === mode)?.words ?? mode;

const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** How far a run is: `12 of 28 partitions`. */
export function progressWords({ unitsDone, unitsTotal }: Pick<RunView, 'unitsDone' | 'unitsTotal'>): string {
  if (unitsTotal === null) return 'Counting partitions';
  return `${unitsDone.toLocaleString('en-US')} of ${plural(unitsTotal, 'partition', 'partitions')}`;
}

/** A half-open range as people would say it: `From 2001-06-01 up to, not including, 2001-07-01: 30 days in Asia/Seoul.` */
export function rangeWords({ from, to }: RefreshRange, zone: string): string {
  const days = Math.round((parseDay(to) - parseDay(from)) / 86_400_000);
  return `From ${from} up to, not including, ${to}: ${plural(days, 'day', 'days')} in ${zone}.`;
}

export type RangeInput = { range: RefreshRange | null; problem: string | null };

/** Both days or neither: half a range is more likely a slip than a wish. */
export function readRange(from: string, to: string): RangeInput {
  if (from === '' && to === '') return { range: null, problem: null };
  if (from === '' || to === '')
    return { range: null, problem: 'Enter both days, or leave both empty for the whole summary.' };
  if (from >= to) return { range: null, problem: 'The range is empty: “to” is the first day that is left out.' };
  return { range: { from, to }, problem: null };
}

/** What a run changed: `+1,204 −37`, or that it changed nothing. */
export function changeWords({ rowsOpened, rowsClosed }: Pick<RunView, 'rowsOpened' | 'rowsClosed'>): string {
  const grouped = (text: string) => BigInt(text).toLocaleString('en-US');
  if (rowsOpened === '0' && rowsClosed === '0') return 'None';
  return `+${grouped(rowsOpened)} −${grouped(rowsClosed)}`;
}

export function epochWords(epochs: RunView['epochs']): string {
  if (!epochs) return '–';
  return epochs.from === epochs.to ? String(epochs.from) : `${epochs.from} – ${epochs.to}`;
}

export function runDuration(
  { startedAt, finishedAt }: Pick<RunView, 'startedAt' | 'finishedAt'>,
  now: string,
): number | null {
  if (!startedAt) return null;
  return Math.max(0, Date.parse(finishedAt ?? now) - Date.parse(startedAt));
}
