import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import type { Cell, TileData } from '#lib/dashboard/tile-result.ts';
import type { Query } from '../query.ts';
import { besideRows, shortfall } from './compared.ts';
import { inOrder } from './in-order.ts';
import { clockNotes, completenessNotes, limitNote, seriesNotes } from './notes.ts';
import { firstPartial } from './partial.ts';
import { columnar, type FoundRow, foundRow, type ShapedRow } from './shaped-row.ts';
import { type ShapeContext, type Shaping, shapingOf } from './shaping.ts';

/** The part of an answer that follows from its rows. */
export type ShapedRows = Pick<
  TileData,
  'values' | 'rows' | 'truncated' | 'comparison' | 'notes' | 'partialFrom' | 'totals' | 'rest'
>;

/**
 * What the rows of a statement mean: which of them belong to which period and which are totals, what stands where nothing
 * happened, the period compared with beside the one asked for, and what a reader must be told. Values stay as the database
 * wrote them.
 */
export function shapeRows(
  query: Query,
  compiled: CompiledQuestion,
  rows: readonly (readonly Cell[])[],
  context: ShapeContext,
): ShapedRows {
  const shaping = shapingOf(compiled, context);
  const found = rows.map((cells) => foundRow(compiled, cells));
  const asked = found.filter((row) => row.level === 0 && !row.earlier);
  const over = !compiled.limit.defined && asked.length > compiled.limit.rows;
  const levels = compiled.levels.map((level, at) => {
    const own = found.filter((row) => row.level === at && !row.earlier);
    const cut = at === 0 && over;
    const given = { rows: cut ? own.slice(0, compiled.limit.rows) : own, level, complete: shaping.complete, over: cut };
    return inOrder(query, given, shaping);
  });
  const [shown = { rows: [], cut: false }, ...totals] = levels;
  const truncated = over || shown.cut;
  const short = shortfall(shaping);
  const partialFrom = firstPartial(shown.rows, shaping);
  return {
    values: columnar(shown.rows, compiled),
    rows: shown.rows.length,
    truncated,
    ...(shown.rows.some(({ rest }) => rest !== 0) ? { rest: shown.rows.map(({ rest }) => rest) } : {}),
    ...(totals.length > 0
      ? {
          totals: totalsOf(
            totals.map(({ rows: each }) => each),
            compiled,
          ),
        }
      : {}),
    // One number beside an incomplete one cannot say so; a line begins late and shows it.
    ...(short && compiled.groups.length === 0
      ? {}
      : comparisonOf(
          query,
          levels.map(({ rows: each }) => each),
          found,
          shaping,
        )),
    notes: [
      ...context.period.notes,
      ...compiled.notes,
      ...completenessNotes(shaping),
      ...clockNotes(shaping),
      ...seriesNotes(shaping, asked),
      ...(truncated ? [limitNote(shaping, shown.rows)] : []),
      ...(short ? [short] : []),
    ],
    ...(partialFrom === null ? {} : { partialFrom }),
  };
}

/** The period compared with, row beside row, of every level. */
function comparisonOf(
  query: Query,
  levels: readonly (readonly ShapedRow[])[],
  found: readonly FoundRow[],
  shaping: Shaping,
): Pick<TileData, 'comparison'> {
  const { compiled, period, completeBefore } = shaping;
  const { asked, compared } = period;
  if (!asked || !compared) return {};
  const [values = [], ...totals] = levels.map((rows, at) => {
    const own = found.filter((row) => row.level === at && row.earlier);
    const given = { rows: own, level: compiled.levels[at] ?? [], complete: completeBefore, over: false };
    return besideRows(rows, inOrder(query, given, shaping).rows, shaping, asked, compared);
  });
  return {
    comparison: {
      label: asked.compare,
      ...compared,
      values: columnar(values, compiled),
      ...(totals.length > 0 ? { totals: totalsOf(totals, compiled) } : {}),
    },
  };
}

function totalsOf(
  totals: readonly (readonly ShapedRow[])[],
  compiled: CompiledQuestion,
): NonNullable<TileData['totals']> {
  return totals.map((rows, at) => ({ level: [...(compiled.levels[at + 1] ?? [])], values: columnar(rows, compiled) }));
}
