import type { Days } from '#lib/calendar/day.ts';
import type { MeasureForm, Query, QueryMeasure } from '#lib/query/query.ts';
import type { CompiledQuestion } from '../query-context.ts';
import { ranked } from './raw-order.ts';
import { cellOf, keysOf, measured, type RawRow, type Value } from './raw-rows.ts';

/** What an answer says: for each row, known by its period, level, rest and dimensions, the values of its measures. */
export function found(query: Query, compiled: CompiledQuestion, rows: readonly unknown[][]): Record<string, Value[]> {
  const width = compiled.groups.length + compiled.measures.length;
  const hidden = (row: readonly unknown[], name: CompiledQuestion['hidden'][number]) => {
    const place = compiled.hidden.indexOf(name);
    return place === -1 ? 0 : Number(row[width + place]);
  };
  const answer: Record<string, Value[]> = {};
  for (const row of rows) {
    if (compiled.marked !== null && hidden(row, '_level') === compiled.marked) continue;
    const level = compiled.levels[hidden(row, '_level')] ?? [];
    const key = keyOf(
      hidden(row, '_period'),
      level,
      hidden(row, '_rest'),
      query.dimensions.map((_, index) => text(row[index])),
    );
    if (key in answer) throw new Error(`Two rows ${key}.`);
    answer[key] = query.measures.map((measure, index) => rounded(measure, text(row[query.dimensions.length + index])));
  }
  return sorted(answer);
}

/** The same from raw rows, one row at a time, without any of the rules that statements are made by. */
export function expected(
  query: Query,
  raw: readonly RawRow[],
  days: Days,
  compared: Days | null,
  lastMeasure: string | null = null,
): Record<string, Value[]> {
  const answer: Record<string, Value[]> = {};
  const inDays = (row: RawRow, { from, to }: Days) => row.day >= from && row.day <= to && passes(query, row);
  const asked = raw.filter((row) => inDays(row, days));
  const down = query.dimensions.filter((each) => !query.pivot.includes(each));
  const earlier = compared ? raw.filter((row) => inDays(row, compared)) : [];
  const rows = ranked(query, asked, earlier, down, 'rows');
  const columns = ranked(query, asked, earlier, [...query.pivot], 'columns');
  const most = { rows: query.limit ?? 5_000, columns: query.pivotLimit ?? 10 };
  const shown = { rows: new Set(rows.slice(0, most.rows)), columns: new Set(columns.slice(0, most.columns)) };
  const levels = levelsOf(query, down);
  const mask = (names: readonly string[]) =>
    query.dimensions.reduce((sum, name, index) => sum + (names.includes(name) ? 2 ** index : 0), 0);

  for (const [period, span] of [days, ...(compared ? [compared] : [])].entries()) {
    const of = raw.filter((row) => inDays(row, span));
    // The last day of each bucket, and of all, that has rows at all, filtered or not.
    const spanned = raw.filter((row) => row.day >= span.from && row.day <= span.to);
    const lastDays = new Map<string, string>();
    for (const row of spanned) {
      for (const bucket of [cellOf(query, row, '@') ?? '', 'all']) {
        if (row.day > (lastDays.get(bucket) ?? '')) lastDays.set(bucket, row.day);
      }
    }
    for (const level of levels) {
      const isLast = (row: RawRow) =>
        row.day === lastDays.get(level.includes('@') ? (cellOf(query, row, '@') ?? '') : 'all');
      const counting = (name: string, members: readonly RawRow[]) =>
        name === lastMeasure ? members.filter(isLast) : members;
      const groups = new Map<string, RawRow[]>();
      for (const row of of) {
        const isRowShown = shown.rows.has(keysOf(query, row, down));
        const isColumnShown = shown.columns.has(keysOf(query, row, query.pivot));
        const whole = down.length > 0 && down.every((each) => level.includes(each));
        const across = query.pivot.length > 0 && query.pivot.every((each) => level.includes(each));
        let rest = 0;
        if (whole && !isRowShown) {
          if (!query.others) continue;
          rest += mask(down);
        }
        if (across && !isColumnShown) {
          if (!query.others) continue;
          rest += mask(query.pivot);
        }
        const kept = level.filter((name) => down.includes(name));
        if (!whole && kept.length > 0) {
          const prefix = keysOf(query, row, kept);
          if (![...shown.rows].some((key) => JSON.stringify(JSON.parse(key).slice(0, kept.length)) === prefix))
            continue;
        }
        const cells = query.dimensions.map((name, index) =>
          level.includes(name) && (rest & (2 ** index)) === 0 ? cellOf(query, row, name) : null,
        );
        const key = keyOf(period, level, rest, cells);
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
      if (level.length === 0 && groups.size === 0)
        groups.set(
          keyOf(
            period,
            [],
            0,
            query.dimensions.map(() => null),
          ),
          [],
        );
      for (const [key, members] of groups) {
        answer[key] = query.measures.map((measure) =>
          rounded(
            measure,
            formOf(measure, counting(measure.name, members), (as) =>
              counting(measure.name, wholeOf(query, as, key, members, of, down, shown)),
            ),
          ),
        );
      }
    }
  }
  return sorted(answer);
}

/** The rows a share is a part of: all, those of the same row, or those of the same column. */
function wholeOf(
  query: Query,
  as: MeasureForm,
  key: string,
  members: readonly RawRow[],
  of: readonly RawRow[],
  down: readonly string[],
  shown: { rows: Set<string>; columns: Set<string> },
): readonly RawRow[] {
  if (as === 'share') return of;
  const [, level, rest] = JSON.parse(key) as [number, string[], number];
  const [first] = members;
  if (!first) return of;
  const same =
    as === 'share-of-row'
      ? level.filter((name) => down.includes(name))
      : level.filter((name) => query.pivot.includes(name));
  const all = as === 'share-of-row' ? down : query.pivot;
  const set = as === 'share-of-row' ? shown.rows : shown.columns;
  const isRest = same.some((name) => (rest & (2 ** query.dimensions.indexOf(name))) !== 0);
  if (isRest) return of.filter((row) => !set.has(keysOf(query, row, all)));
  return of.filter((row) => keysOf(query, row, same) === keysOf(query, first, same));
}

function formOf(
  { name, as }: QueryMeasure,
  rows: readonly RawRow[],
  whole: (as: MeasureForm) => readonly RawRow[],
): Value {
  const value = measured(name, rows);
  if (as === 'value') return value;
  const total = measured(name, whole(as));
  if (value === null || total === null || Number(total) === 0) return null;
  return String(Number(value) / Number(total));
}

function levelsOf(query: Query, down: readonly string[]): string[][] {
  const levels = [[...query.dimensions]];
  if (query.totals === 'grand') levels.push([]);
  if (query.totals === 'all') {
    for (let depth = down.length; depth >= 0; depth--) {
      const kept = down.slice(0, depth);
      for (const pivot of [[...query.pivot], []])
        levels.push(query.dimensions.filter((each) => kept.includes(each) || pivot.includes(each)));
    }
  }
  return [...new Map(levels.map((level) => [JSON.stringify(level), level])).values()];
}

function keyOf(period: number, level: readonly string[], rest: number, cells: readonly unknown[]): string {
  return JSON.stringify([period, level, rest, cells]);
}

function passes(query: Query, row: RawRow): boolean {
  return query.filters.every((filter) => {
    const value = cellOf({ ...query, grain: 'day' }, row, filter.column);
    const holds = (): boolean => {
      if (filter.op === 'in') return filter.values.includes(value);
      if (value === null) return false;
      if (filter.op !== 'between') {
        return filter.op === 'contains' ? value.includes(filter.text) : value.startsWith(filter.text);
      }
      const number = Number(value);
      return (
        (filter.from === null || number >= Number(filter.from)) && (filter.to === null || number <= Number(filter.to))
      );
    };
    return holds() !== filter.not;
  });
}

function rounded({ as, name }: QueryMeasure, value: Value): Value {
  if (value === null) return null;
  return as !== 'value' || name === 'aov' || name === 'spend'
    ? nudged(Number(value)).toPrecision(9)
    : String(Number(value));
}

/** Off the middle between two roundings, where a float and a decimal may part. */
function nudged(value: number): number {
  return value * (1 + 1e-13);
}

function text(cell: unknown): Value {
  return cell === null || cell === undefined ? null : String(cell);
}

function sorted(answer: Record<string, Value[]>): Record<string, Value[]> {
  return Object.fromEntries(Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1)));
}
