import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import { earlierOf, laterOf } from '#lib/compile/tile-time.ts';
import type { Days } from '#lib/definition/date-range.ts';
import type { Query } from '#lib/query/query.ts';
import { comparedRows } from './tile-compared.ts';
import { filled, hiddenAt, type Row } from './tile-fill.ts';
import { completenessNotes, firstPartial, limitNote, seriesNotes } from './tile-notes.ts';
import type { Cell, TileData } from './tile-result.ts';

/** The part of a tile's result that follows from its rows. */
export type TileRows = Pick<TileData, 'values' | 'rows' | 'truncated' | 'comparison' | 'notes' | 'partialFrom'>;

/**
 * What the rows of a statement mean: which of them belong to which period, zeros where nothing happened, the period
 * compared with beside the one asked for, and what a reader must be told. Values stay as the database wrote them.
 */
export function tileRows(
  question: Query,
  query: CompiledQuestion,
  found: readonly Row[],
  available: Days | null,
): TileRows {
  const period = hiddenAt(query, '_period');
  const isEarlier = (row: Row) => Number(row[period] ?? 0) === 1;
  const earlier = found.filter(isEarlier);
  const asked = found.filter((row) => !isEarlier(row));
  const over = !query.limit.defined && asked.length > query.limit.rows;
  const complete = available && (query.period.days ? overlap(query.period.days, available) : available);

  const kept = over ? asked.slice(0, query.limit.rows) : asked;
  const shown = inOrder(query, kept, over, available, complete);
  const truncated = over || shown.cut;
  const compared = comparedRows(question.compare, query, shown.rows, earlier, available);
  const partialFrom = firstPartial(query, shown.rows, available);
  const width = query.groups.length + query.measures.length;
  return {
    values: columnar(shown.rows, width),
    rows: shown.rows.length,
    truncated,
    // One number beside an incomplete one cannot say so; a line begins late and shows it.
    ...(compared && !(compared.note && query.groups.length === 0)
      ? { comparison: { label: compared.label, ...compared.days, values: columnar(compared.rows, width) } }
      : {}),
    notes: [
      ...query.notes,
      ...completenessNotes(query, available, complete),
      ...seriesNotes(query, asked),
      ...(truncated ? [limitNote(query, shown.rows[0])] : []),
      ...(compared?.note ? [compared.note] : []),
    ],
    ...(partialFrom === null ? {} : { partialFrom }),
  };
}

function inOrder(
  query: CompiledQuestion,
  rows: Row[],
  over: boolean,
  available: Days | null,
  complete: Days | null,
): { rows: Row[]; cut: boolean } {
  if (query.groups.length === 0) {
    const [row = []] = rows;
    const unknown = available !== null && complete === null;
    return { rows: [query.measures.map((measure, at) => single(measure, row[at] ?? null, unknown))], cut: false };
  }
  if (!query.newestFirst) return { rows, cut: false };
  const ordered = oldestFirst(rows, over && query.groups.length > 1);
  const isFilled = query.period.shown?.group === query.groups[0] && query.groups[0]?.bucket !== 'hour';
  if (!isFilled || !complete || query.groups.length > 2) return { rows: ordered, cut: false };
  const first = ordered[0]?.[0];
  const from = over && typeof first === 'string' ? laterOf(first, complete.from) : complete.from;
  return filled(ordered, query, { from, to: laterOf(complete.to, from) });
}

/** No orders on complete days are 0 orders; of days of which nothing is known there is no number. */
function single(measure: CompiledQuestion['measures'][number], cell: Cell, unknown: boolean): Cell {
  if (!unknown) return cell ?? measure.zero;
  return measure.additivity === 'distinct' && cell === measure.zero ? null : cell;
}

/** Rows come newest first, series by rank within a bucket: the buckets turn round, the series stay. */
function oldestFirst(rows: Row[], cutThrough: boolean): Row[] {
  const buckets: Row[][] = [];
  for (const row of rows) {
    const last = buckets.at(-1);
    if (last && last[0]?.[0] === row[0]) last.push(row);
    else buckets.push([row]);
  }
  // The bucket at the cut may have lost some of its series, which would look like a fall.
  if (cutThrough && buckets.length > 1) buckets.pop();
  return buckets.reverse().flat();
}

function overlap(a: Days, b: Days): Days | null {
  const [from, to] = [laterOf(a.from, b.from), earlierOf(a.to, b.to)];
  return from <= to ? { from, to } : null;
}

function columnar(rows: readonly Row[], width: number): Cell[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));
}
