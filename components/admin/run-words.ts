import { formatDay, parseDay } from '#components/format/date.ts';
import type { Tone } from '#components/ui/badge.tsx';
import type { Language, MessageKey } from '#lib/i18n/language.ts';
import type { RefreshMode, RefreshRange, RunState, RunTask, RunView } from '#lib/refresh/view/overview-types.ts';

const states: Record<RunState, { tone: Tone; active: boolean }> = {
  requested: { tone: 'info', active: true },
  queued: { tone: 'info', active: true },
  planning: { tone: 'info', active: true },
  building: { tone: 'info', active: true },
  checking: { tone: 'info', active: true },
  publishing: { tone: 'info', active: true },
  succeeded: { tone: 'success', active: false },
  partial: { tone: 'warning', active: false },
  failed: { tone: 'destructive', active: false },
  cancelled: { tone: 'neutral', active: false },
  lost: { tone: 'warning', active: true },
};

export const toneOf = (state: RunState): Tone => states[state].tone;
export const isActive = (run: Pick<RunView, 'state'>): boolean => states[run.state].active;

export const modes: readonly RefreshMode[] = ['due', 'missing', 'failed', 'all'];

/** What runs do, without how. */
export const taskNames = {
  refresh: 'admin.refresh',
  'roll back': 'task.rollBack',
  'publish anyway': 'task.publishAnyway',
} as const satisfies Record<RunTask, MessageKey>;

/** What a run does: `Refresh: due`, `Roll back`. */
export function taskWords({ task, mode }: Pick<RunView, 'task' | 'mode'>, { t }: Language): string {
  return task === 'refresh' ? t('task.refresh', { mode: t(`mode.${mode}`) }) : t(taskNames[task]);
}

/** How far a run is: `12 of 28 partitions`. */
export function progressWords(
  { unitsDone, unitsTotal }: Pick<RunView, 'unitsDone' | 'unitsTotal'>,
  { t }: Language,
): string {
  return unitsTotal === null ? t('runs.counting') : t('runs.done', { done: unitsDone, total: unitsTotal });
}

/** A half-open range as people would say it: `From Jun 1, 2001 up to, not including, Jul 1, 2001: 30 days in Asia/Seoul.` */
export function rangeWords({ from, to }: RefreshRange, zone: string, language: Language): string {
  const days = Math.round((parseDay(to) - parseDay(from)) / 86_400_000);
  return language.t('refresh.range', { from: formatDay(from, language), to: formatDay(to, language), days, zone });
}

export type RangeInput = { range: RefreshRange | null; problem: MessageKey | null };

/** Both days or neither: half a range is more likely a slip than a wish. */
export function readRange(from: string, to: string): RangeInput {
  if (from === '' && to === '') return { range: null, problem: null };
  if (from === '' || to === '') return { range: null, problem: 'refresh.bothDays' };
  if (from >= to) return { range: null, problem: 'refresh.emptyRange' };
  return { range: { from, to }, problem: null };
}

/** What a run changed: `+1,204 −37`, or that it changed nothing. */
export function changeWords(
  { rowsOpened, rowsClosed }: Pick<RunView, 'rowsOpened' | 'rowsClosed'>,
  { t, tag }: Language,
): string {
  const grouped = (text: string) => BigInt(text).toLocaleString(tag);
  if (rowsOpened === '0' && rowsClosed === '0') return t('runs.noChange');
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

const intervals = {
  second: 'every.seconds',
  minute: 'every.minutes',
  hour: 'every.hours',
  day: 'every.days',
  week: 'every.weeks',
} as const;

/** A definition's `15 minutes` as people say it: `Every 15 minutes`. */
export function everyWords(every: string, { t }: Language): string {
  const [count, unit] = every.trim().split(' ');
  const key = intervals[unit?.replace(/s$/, '') as keyof typeof intervals];
  return key ? t(key, { count: Number(count) }) : every;
}

// What the engine writes into a run that nobody asked for.
const requesters: Record<string, MessageKey> = {
  schedule: 'runs.bySchedule',
  start: 'runs.byStart',
  'command line': 'runs.byCommandLine',
};
const reasons: Record<string, MessageKey> = {
  'never built with this definition': 'runs.neverBuilt',
  'its sources do not fit its definition': 'runs.doesNotFit',
  'the last run did not succeed': 'runs.lastFailed',
};

/** Who asked for a run: an email, or the part of Summa that did. */
export function requesterWords(requestedBy: string, { t }: Language): string {
  const key = requesters[requestedBy];
  return key ? t(key) : requestedBy;
}

/** Why, in the words of whoever asked. */
export function reasonWords(reason: string, { t }: Language): string {
  const key = reasons[reason];
  return key ? t(key) : reason;
}
